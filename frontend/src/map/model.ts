// What /map/layers.json says, and what of it falls into a window of days.

import { dayNumber, firstOf, monthOf } from "../days";
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

/**
 * A family, with months and numbers of incidents by turns: where there are too many to be sent one by one.
 * A month is 12 times its year and the months before it there; 0 where no date is known.
 */
export type Counts = readonly [string, readonly number[]];

/** The month of what has no date. */
export const UNDATED = 0;

/** What happened at one place: one by one, or counted. */
export interface Held {
  readonly place: string | null;
  readonly name: string;
  readonly incidents: readonly Happening[];
  readonly counts: readonly Counts[];
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
  const [first, last] = [monthOf(window.first), monthOf(window.last)];
  for (const counts of held.counts) {
    let sum = 0;
    eachMonth(counts, (month, n) => (sum += month === UNDATED || (month >= first && month <= last) ? n : 0));
    if (sum) families.set(counts[0], (families.get(counts[0]) ?? 0) + sum);
  }
  const [most] = [...families].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (!most) return null;
  const n = [...families.values()].reduce((sum, one) => sum + one, 0);
  return { n, family: most[0], contested: incidents.some((i) => i.contested), incidents };
}


/** Call back for each month of some counts. */
export function eachMonth([, numbers]: Counts, call: (month: number, n: number) => void): void {
  for (let at = 0; at < numbers.length; at += 2) call(numbers[at] ?? UNDATED, numbers[at + 1] ?? 0);
}

/** The middle of many numbers: what eight tenths span, and as much again on each side where there is something. */
export function bulk(numbers: readonly number[], least: number): readonly [number, number] | null {
  const sorted = Float64Array.from(numbers).sort();
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
    for (const counts of held.counts) {
      eachMonth(counts, (month) => void (month !== UNDATED && days.push(firstOf(month), firstOf(month + 1) - 1)));
    }
  }
  item.movements.forEach(take);
  item.presence.forEach(take);
  const found = bulk(days, LEAST_DAYS);
  return found && { first: found[0], last: found[1] };
}
