// What /map.json says, and what of it falls into a window of days.

import { dayNumber } from "../days";
import type { Family } from "../look";

/** An incident as the map lists it. */
export interface Happening {
  readonly id: string;
  readonly page: string;
  readonly title: string;
  readonly type: string | null;
  readonly family: string;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly killed: readonly [number | null, number | null, number | null] | null;
  readonly contested: boolean;
  readonly origins: number;
}

/** Month, family, incidents, killed: where there are too many to be sent one by one. */
export type Count = readonly [string, string, number, number];

/** What happened at one place: one by one, or counted. */
export interface Held {
  readonly place: string | null;
  readonly name: string;
  readonly incidents?: readonly Happening[];
  readonly counts?: readonly Count[];
}

/** An exact place, or one known to a radius in metres. */
export interface Point extends Held {
  readonly lon: number;
  readonly lat: number;
  readonly radius_m: number | null;
  readonly exact: boolean;
}

/** A stop of a movement; no longitude where its place has no position. */
export interface Stop {
  readonly role: "from" | "via" | "to" | "at";
  readonly name: string;
  readonly place: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly exact: boolean;
}

/** A claimed movement. */
export interface Movement {
  readonly id: string;
  readonly page: string;
  readonly who: string;
  readonly title: string;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly denied: boolean;
  readonly stops: readonly Stop[];
}

/** A claim that somebody is present in a place. */
export interface Presence {
  readonly id: string;
  readonly page: string;
  readonly place: string | null;
  readonly name: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly who: string;
  readonly claimants: readonly string[];
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly denied: boolean;
}

/** All of the map. */
export interface MapItem {
  readonly families: readonly Family[];
  readonly areas: string;
  readonly points: readonly Point[];
  readonly areas_of: readonly Held[];
  readonly movements: readonly Movement[];
  readonly presence: readonly Presence[];
  readonly unplaced: number;
  readonly more: string;
}

/** Days from first to last, both inside. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/** What of a place falls into a window. */
export interface Tally {
  readonly n: number;
  /** The family most seen, which gives the sign. */
  readonly family: string;
  readonly contested: boolean;
  readonly incidents: readonly Happening[];
}

interface Dated {
  readonly earliest: string | null;
  readonly latest: string | null;
}

/** Whether an interval touches the window; what has no date is there always, and said to be undated. */
export function touches(dated: Dated, window: Window): boolean {
  const first = dated.earliest ?? dated.latest;
  const last = dated.latest ?? dated.earliest;
  if (first === null || last === null) return true;
  return dayNumber(first) <= window.last && dayNumber(last) >= window.first;
}

/** Add up what of a place falls into the window; null when nothing does. */
export function tally(held: Held, window: Window): Tally | null {
  const incidents = (held.incidents ?? []).filter((i) => touches(i, window));
  const families = new Map<string, number>();
  for (const one of incidents) families.set(one.family, (families.get(one.family) ?? 0) + 1);
  for (const [month, family, n] of held.counts ?? []) {
    if (touches(monthDays(month), window)) families.set(family, (families.get(family) ?? 0) + n);
  }
  const [most] = [...families].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (!most) return null;
  const n = [...families.values()].reduce((sum, one) => sum + one, 0);
  return { n, family: most[0], contested: incidents.some((i) => i.contested), incidents };
}

function monthDays(month: string): Dated {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  return { earliest: `${month}-01`, latest: last };
}

/** The days that the map's things span; null when none has a date. */
export function spanOf(item: MapItem): Window | null {
  let first = Infinity;
  let last = -Infinity;
  const take = (dated: Dated): void => {
    const from = dated.earliest ?? dated.latest;
    const to = dated.latest ?? dated.earliest;
    if (from === null || to === null) return;
    first = Math.min(first, dayNumber(from));
    last = Math.max(last, dayNumber(to));
  };
  for (const held of [...item.points, ...item.areas_of]) {
    held.incidents?.forEach(take);
    held.counts?.forEach(([month]) => take(monthDays(month)));
  }
  item.movements.forEach(take);
  item.presence.forEach(take);
  return first <= last ? { first, last } : null;
}
