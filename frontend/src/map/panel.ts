// What was picked, in words, beside the map; and what is in view as a list, which is the way in by keyboard.

import { claimPage, incidentPage, withFilters } from "../address";
import { plainDays } from "../days";
import { draw, make } from "../dom";
import type { Family } from "../look";
import type { Pickable } from "./drawn";
import { type Happening, type Held, type Movement, type Point, type Presence, type Tally, tally, touches, type Window } from "./model";

const MOST_INCIDENTS = 60;
const MOST_LISTED = 40;

/** A line of a list, made when it is shown. */
type Entry = () => HTMLElement;

/** The panel and what it needs to know. */
export interface Panel {
  readonly box: HTMLElement;
  readonly things: ReadonlyMap<string, Pickable>;
  /** The table of incidents with the same filters. */
  readonly more: string;
  readonly signs: ReadonlyMap<string, Family>;
  /** Pick another thing, or nothing (""). */
  readonly pick: (key: string) => void;
}

/** Show what a key means, or the list when it is empty or means nothing any more. */
export function show(panel: Panel, key: string, window: Window): void {
  const nodes = picked(panel, key, window);
  panel.box.replaceChildren(...(nodes ? [back(panel), ...nodes] : listed(panel, window)));
}

/** Show several things that lie at one spot. */
export function showSome(panel: Panel, keys: readonly string[], window: Window): void {
  const parts = keys.flatMap((key) => picked(panel, key, window) ?? []);
  panel.box.replaceChildren(back(panel), ...parts);
}

function back(panel: Panel): HTMLElement {
  return make("button", { type: "button", class: "quiet", click: () => panel.pick("") }, "← All places");
}

function picked(panel: Panel, key: string, window: Window): HTMLElement[] | null {
  const found = panel.things.get(key);
  switch (found?.kind) {
    case "point":
      return ofPlace(panel, found.thing, precision(found.thing), window);
    case "area":
      return ofPlace(panel, found.thing, "known to this area only", window);
    case "movement":
      return ofMovement(found.thing);
    case "presence":
      return ofPresence(found.thing);
    default:
      return null;
  }
}

/** How exactly a point is known, in words. */
export function precision(point: Point): string {
  if (point.exact) return "exact place";
  return point.radius_m ? `within ${Math.max(1, Math.round(point.radius_m / 1000))} km of here` : "near here";
}

/** A toll in words: 3–5 killed (best 4). */
export function tollWords(killed: Happening["killed"]): string {
  if (!killed) return "";
  const [low, best, high] = killed;
  if (low === null && high === null) return "";
  const range = high === null ? `${low} or more` : low === high || low === null ? `${high}` : `${low}–${high}`;
  return `${range} killed${best !== null && low !== high && best !== low ? ` (best ${best})` : ""}`;
}

function ofPlace(panel: Panel, held: Held, known: string, window: Window): HTMLElement[] {
  const found = tally(held, window);
  const n = found?.n ?? 0;
  const lines = (found?.incidents ?? []).slice(0, MOST_INCIDENTS).map((i) => make("li", {}, ...ofIncident(panel, i)));
  const all = held.place ? withFilters(panel.more, { place: held.place }) : null;
  return [
    make("h3", {}, held.name),
    make("p", { class: "soft" }, `${n.toLocaleString("en")} ${n === 1 ? "incident" : "incidents"}; ${known}`),
    make("ol", { class: "happenings" }, ...lines),
    make("p", {}, lines.length < n && all ? make("a", { href: all }, `All ${n.toLocaleString("en")} as a table`) : null),
  ];
}

function ofIncident(panel: Panel, one: Happening): (HTMLElement | SVGElement | string)[] {
  const toll = tollWords(one.killed);
  const origins = `${one.origins} ${one.origins === 1 ? "origin" : "origins"}`;
  const facts = [plainDays(one.earliest, one.latest), toll, origins].filter(Boolean).join(" · ");
  return [
    signOf(panel.signs.get(one.family)),
    make("a", { href: incidentPage(one.id) }, one.title),
    make("span", { class: "soft" }, ` ${facts}`),
    one.contested ? make("span", { class: "tag tag-denied" }, "contested") : "",
  ];
}

/** The sign of a family, small. */
export function signOf(family: Family | undefined, loose = false): SVGElement | string {
  if (!family) return "";
  const path = draw("path", { d: family.sign, class: loose ? "loose" : "" });
  return draw("svg", { class: `map-sign f-${family.key}`, viewBox: "-16 -16 32 32", "aria-hidden": "true" }, path);
}

function ofMovement(one: Movement): HTMLElement[] {
  const stops = one.stops.map((s) => make("li", {}, `${s.role} ${s.name}${s.exact ? "" : " (not exactly known)"}`));
  return [
    make("h3", {}, make("a", { href: claimPage(one.id) }, one.title)),
    make("p", { class: "soft" }, `a claimed movement${one.denied ? ", denied by some" : ""}; ${plainDays(one.earliest, one.latest)}`),
    make("ol", {}, ...stops),
  ];
}

function ofPresence(one: Presence): HTMLElement[] {
  const said = one.claimants.length ? `said by ${one.claimants.join(", ")}` : "nobody is named who says so";
  return [
    make("h3", {}, make("a", { href: claimPage(one.id) }, `${one.who} in ${one.name}`)),
    make("p", { class: "soft" }, `${said}${one.denied ? "; denied by some" : ""}; ${plainDays(one.earliest, one.latest)}`),
  ];
}

function listed(panel: Panel, window: Window): HTMLElement[] {
  const places: { key: string; words: string; found: Tally; area: boolean }[] = [];
  const moves: Entry[] = [];
  const there: Entry[] = [];
  for (const [key, { kind, thing }] of panel.things) {
    if (kind === "point" || kind === "area") {
      const found = tally(thing, window);
      const area = kind === "area";
      if (found) places.push({ key, words: area ? `${thing.name} (area)` : thing.name, found, area });
    } else if (touches(thing, window)) {
      if (kind === "movement") moves.push(() => entry(panel, key, thing.title));
      else there.push(() => entry(panel, key, `${thing.who} in ${thing.name}`));
    }
  }
  places.sort((a, b) => b.found.n - a.found.n || (a.words < b.words ? -1 : 1));
  const lines = places.map(({ key, words, found, area }) => () =>
    entry(panel, key, words, signOf(panel.signs.get(found.family), area), found.n),
  );
  return [...section("Places", lines), ...section("Movements", moves), ...section("Presence", there)];
}

function section(title: string, lines: readonly Entry[]): HTMLElement[] {
  if (!lines.length) return [];
  const rest = lines.length - MOST_LISTED;
  return [
    make("h3", {}, `${title} (${lines.length})`),
    make("ul", { class: "picks" }, ...lines.slice(0, MOST_LISTED).map((line) => line())),
    ...(rest > 0 ? [make("p", { class: "soft" }, `and ${rest} more`)] : []),
  ];
}

function entry(panel: Panel, key: string, words: string, sign: SVGElement | string = "", n?: number): HTMLElement {
  const number = n === undefined ? null : make("span", { class: "pick-n" }, n.toLocaleString("en"));
  const pick = () => panel.pick(key);
  return make("li", {}, make("button", { type: "button", class: "pick", click: pick }, sign, make("span", {}, words), number));
}
