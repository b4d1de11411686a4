// Counts by step of time and family, and the days that a brush over them means.

import { dayNumber, plainDays } from "../days";
import type { Family } from "../look";

/** One step of the axis. */
export interface Bin {
  readonly since: string;
  readonly until: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** What /timeline.json says. */
export interface TimelineItem {
  readonly families: readonly Family[];
  readonly unit: "day" | "week" | "month";
  readonly bins: readonly Bin[];
  readonly undated: number;
}

/** One family's bars. */
export interface Lane {
  readonly family: Family;
  readonly counts: readonly number[];
  readonly sum: number;
}

/** The families that occur, in their order, each with its counts by bin. */
export function lanesOf(item: TimelineItem): readonly Lane[] {
  return item.families
    .map((family) => {
      const counts = item.bins.map((bin) => bin.counts[family.key] ?? 0);
      return { family, counts, sum: counts.reduce((a, b) => a + b, 0) };
    })
    .filter((lane) => lane.sum > 0);
}

/** The days from one bin to another, whichever was touched first. */
export function brushed(bins: readonly Bin[], a: number, b: number): { since: string; until: string } | null {
  const [first, last] = [bins[Math.min(a, b)], bins[Math.max(a, b)]];
  return first && last ? { since: first.since, until: last.until } : null;
}

/** Bins that carry a label: the first of each month, or of each year where there are many; some eight at most. */
export function ticksOf(bins: readonly Bin[], most = 8): readonly { at: number; words: string }[] {
  const every = Math.max(1, Math.ceil(bins.length / most));
  return bins.flatMap((bin, at) => (at % every === 0 ? [{ at, words: plainDays(bin.since, bin.since) }] : []));
}

/** The bin that a day falls into, or the nearest. */
export function binOf(bins: readonly Bin[], day: string): number {
  const wanted = dayNumber(day);
  const at = bins.findIndex((bin) => dayNumber(bin.until) >= wanted);
  return at < 0 ? bins.length - 1 : at;
}
