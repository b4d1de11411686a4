// Days as ISO text outside, as whole numbers (days since 1970) inside.

const DAY = 86_400_000;

/** The number of a day: `2031-03-06`. */
export function dayNumber(iso: string): number {
  return Math.round(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / DAY);
}

/** The day of a number. */
export function isoDay(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** The month of a day as a number: 12 times its year, and the months before it there. */
export function monthOf(day: number): number {
  const date = new Date(day * DAY);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

/** The first day of a month. */
export function firstOf(month: number): number {
  return Math.round(Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY);
}

const PLAIN = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** A day in words: 6 Mar 2031. */
export function plainDay(number: number): string {
  return PLAIN.format(number * DAY).replace("Sept", "Sep");
}

/** An interval in words. */
export function plainDays(since: string | null, until: string | null): string {
  const first = since ?? until;
  const last = until ?? since;
  if (first === null || last === null) return "no date known";
  if (first === last) return plainDay(dayNumber(first));
  return `${plainDay(dayNumber(first))} – ${plainDay(dayNumber(last))}`;
}

/** Steps of a time axis: each begins where the one before ends. */
export interface Steps {
  readonly unit: "day" | "week" | "month";
  /** First day of each step, and behind them the day after the last. */
  readonly starts: readonly number[];
}

// A step is to be wide enough to hit with the pointer: some 130 fit on a phone's width.
const MOST_DAYS = 130;
const MOST_WEEKS = 130 * 7;

/** Divide the days from first to last into days, weeks (from Monday) or months, so that some 130 steps are not passed. */
export function stepsOver(first: number, last: number): Steps {
  const length = last - first + 1;
  if (length <= MOST_DAYS) return { unit: "day", starts: range(first, last + 1, 1) };
  if (length <= MOST_WEEKS) {
    const monday = first - ((((first + 3) % 7) + 7) % 7);
    return { unit: "week", starts: range(monday, last + 7, 7) };
  }
  return { unit: "month", starts: months(first, last) };
}

function range(from: number, upTo: number, by: number): number[] {
  return Array.from({ length: Math.floor((upTo - from) / by) + 1 }, (_, n) => from + n * by);
}

function months(first: number, last: number): number[] {
  const day = new Date(first * DAY);
  let [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  const starts: number[] = [];
  do {
    starts.push(Math.round(Date.UTC(year, month, 1) / DAY));
    [year, month] = month === 11 ? [year + 1, 0] : [year, month + 1];
  } while ((starts.at(-1) ?? 0) <= last);
  return starts;
}

/** The step that a day lies in; steps before the first and behind the last are the first and the last. */
export function stepOf(steps: Steps, day: number): number {
  let low = 0;
  let high = steps.starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((steps.starts[middle] ?? 0) <= day) low = middle;
    else high = middle;
  }
  return low;
}

/** How many steps there are. */
export function countOf(steps: Steps): number {
  return steps.starts.length - 1;
}
