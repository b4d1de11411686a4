// The page's address is its state. What the server filters by stands in the query; what only the drawing knows (where
// a map looks, what is picked) stands behind the #, which no server sees and which reload and back keep.

/** The drawing's own state. */
export type State = Readonly<Record<string, string>>;

/** Read a state from a fragment such as `#map=70.1,33.2,6&pick=i1`. */
export function parseState(fragment: string): State {
  return Object.fromEntries(new URLSearchParams(fragment.replace(/^#/, "")));
}

/** Write a state as a fragment, in a fixed order; empty values are left out. */
export function fragmentOf(state: State): string {
  const kept = Object.entries(state).filter(([, value]) => value !== "");
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  const text = kept.map(([k, v]) => `${k}=${encodeURIComponent(v).replaceAll("%2C", ",")}`).join("&");
  return text ? `#${text}` : "";
}

/** The state of this page now. */
export function state(): State {
  return parseState(location.hash);
}

/** Change some of the state; `step` makes it one that "back" returns from. */
export function setState(change: State, step = false): void {
  const next = fragmentOf({ ...state(), ...change });
  if (next === location.hash) return;
  const address = location.pathname + location.search + next;
  if (step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** This page with other filters: `null` takes one away; the pager starts anew. */
export function withFilters(address: string, filters: Readonly<Record<string, string | null>>): string {
  const url = new URL(address, "http://localhost");
  url.searchParams.delete("page");
  for (const [name, value] of Object.entries(filters)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}

/** An incident's page. */
export const incidentPage = (id: string): string => `/incidents/${encodeURIComponent(id)}`;

/** A claim's page. */
export const claimPage = (id: string): string => `/claims/${encodeURIComponent(id)}`;
