// What /map/layers.json says, and what of it falls into a window of days.

import { dayNumber } from "../days";
import type { Family } from "../look";

/** An incident as the map lists it. */
export interface Happening {
  readonly id: string;
  readonly title: string;
  readonly type: string | null;
  readonly family: string;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly killed: readonly [number | null, number | null, number | null] | null;
  readonly contested: boolean;
  readonly origins: number;
}

/** Month ("" where no date is known), family, incidents, killed: where there are too many to be sent one by one. */
export type Count = readonly [string, string, number, number];

/** What happened at one place: one by one, or counted. */
export interface Held {
  readonly place: string | null;
  readonly name: string;
  readonly incidents: readonly Happening[];
  readonly counts: readonly Count[];
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
  readonly place: string | null;
  readonly name: string;
  /** Null for an area, which has an outline. */
  readonly lon: number | null;
  readonly lat: number | null;
  readonly radius_m: number | null;
  readonly who: string;
  /** Kinds of voices. */
  readonly claimants: readonly string[];
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly denied: boolean;
}

/** All of the map. */
export interface MapItem {
  readonly families: readonly Family[];
  readonly points: readonly Point[];
  readonly areas: readonly Held[];
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
  const incidents = held.incidents.filter((i) => touches(i, window));
  const families = new Map<string, number>();
  for (const one of incidents) families.set(one.family, (families.get(one.family) ?? 0) + 1);
  for (const [month, family, n] of held.counts) {
    if (touches(monthDays(month), window)) families.set(family, (families.get(family) ?? 0) + n);
  }
  const [most] = [...families].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (!most) return null;
  const n = [...families.values()].reduce((sum, one) => sum + one, 0);
  return { n, family: most[0], contested: incidents.some((i) => i.contested), incidents };
}

function monthDays(month: string): Dated {
  if (!month) return { earliest: null, latest: null };
  const [year = 0, number = 1] = month.split("-").map(Number);
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  return { earliest: `${month}-01`, latest: last };
}

/** The middle of many numbers: what eight tenths span, and as much again on each side where there is something. */
export function bulk(numbers: readonly number[], least: number): readonly [number, number] | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  if (!sorted.length) return null;
  const [low, high] = [at(0.1), at(0.9)];
  const reach = Math.max(high - low, least);
  return [Math.max(at(0), low - reach), Math.min(at(1), high + reach)];
}

/** Days that a slider spans at least, and so a lonely day's neighbourhood. */
const LEAST_DAYS = 14;

/** The days that most of the map's things span (what lies far off is before the first, behind the last); null without days. */
export function spanOf(item: MapItem): Window | null {
  const days: number[] = [];
  const take = ({ earliest, latest }: Dated): void => {
    for (const day of [earliest, latest]) if (day !== null) days.push(dayNumber(day));
  };
  for (const held of [...item.points, ...item.areas]) {
    held.incidents.forEach(take);
    held.counts.forEach(([month]) => take(monthDays(month)));
  }
  item.movements.forEach(take);
  item.presence.forEach(take);
  const found = bulk(days, LEAST_DAYS);
  return found && { first: found[0], last: found[1] };
}
