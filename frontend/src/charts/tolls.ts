// The tolls of an incident as they were told over time: each origin's range, the best figure, and who says it.

import "./charts.css";
import { dayNumber, plainDay } from "../days";
import { draw, keepFallback, make } from "../dom";
import { fetchItem } from "../envelope";

/** A figure as the incident's page lists it. */
export interface TollPoint {
  readonly counted: string;
  readonly side: string;
  readonly published: string | null;
  readonly who: string;
  readonly low: number | null;
  /** null: no upper bound was said. */
  readonly high: number | null;
  readonly words: string;
  /** Its origin gave another figure later. */
  readonly superseded: boolean;
  readonly statement: string;
}

/** A figure whose day is known. */
export type Dated = TollPoint & { readonly published: string };

interface Series {
  readonly words: string;
  readonly points: readonly Dated[];
}

const WIDE = 420;
const HIGH = 140;
const LEFT = 34;
const BOTTOM = 22;
/** Room on both sides of the axis for figures of one day, which stand side by side. */
const SIDE = 48;
const BESIDE = 11;
/** Share of the axis by which a range without an upper bound rises above its lower one. */
const OPEN = 0.12;

/** Draw the tolls of an island. */
export async function start(island: HTMLElement): Promise<void> {
  const { points } = await fetchItem<{ readonly points: readonly TollPoint[] }>(island.dataset["src"] ?? "");
  // Figures of a single day are better said than drawn.
  const drawable = seriesOf(points)
    .filter((s) => new Set(s.points.map((p) => p.published)).size > 1)
    .sort((a, b) => Number(b.points[0]?.counted === "killed") - Number(a.points[0]?.counted === "killed"));
  if (!drawable.length) return;
  const words =
    "By day of publication: a dot for a number, a bar from the lowest to the highest, dashed where no highest was said, hollow where it counts one side alone, faint where the same origin gave another figure later.";
  keepFallback(island, "The tolls as a table").append(
    make("p", { class: "soft" }, words),
    make("div", { class: "chart-grid" }, ...drawable.map((s) => chartOf(s, sidesOf(points)))),
  );
}

/** Figures that count the same, in order of publication; those without a day cannot be drawn. */
export function seriesOf(points: readonly TollPoint[]): readonly Series[] {
  const found = new Map<string, Dated[]>();
  for (const point of points) {
    if (point.published === null) continue;
    const words = `${point.side.replaceAll("_", " ")} ${point.counted}`.trim();
    found.set(words, [...(found.get(words) ?? []), point as Dated]);
  }
  return [...found].map(([words, dated]) => ({
    words: words[0]?.toUpperCase() + words.slice(1),
    points: dated.sort((a, b) => (a.published < b.published ? -1 : a.published > b.published ? 1 : 0)),
  }));
}

/** Of a statement's figure the side that it counts, where it counts one alone: a whole toll holds such figures, too. */
export function sidesOf(points: readonly TollPoint[]): (point: TollPoint) => string {
  const key = (p: TollPoint) => `${p.statement} ${p.counted} ${p.low} ${p.high}`;
  const sides = new Map(points.filter((p) => p.side).map((p) => [key(p), p.side.replaceAll("_", " ")]));
  return (point) => (point.side ? "" : (sides.get(key(point)) ?? ""));
}

function chartOf({ words, points }: Series, sideOf: (point: TollPoint) => string): HTMLElement {
  const [first, end] = [dayNumber(points[0]?.published ?? ""), dayNumber(points.at(-1)?.published ?? "")];
  const last = Math.max(end, first + 1);
  const top = Math.max(...points.flatMap((p) => [p.high ?? 0, p.low ?? 0]), 1) * 1.1;
  const x = spread(points, (day) => LEFT + SIDE + ((WIDE - LEFT - 2 * SIDE) * (dayNumber(day) - first)) / (last - first));
  const y = (n: number) => HIGH - BOTTOM - ((HIGH - BOTTOM - 12) * n) / top;
  const lines = gridOf(top).flatMap((n) => [
    draw("line", { class: "grid", x1: LEFT, x2: WIDE, y1: y(n), y2: y(n) }),
    draw("text", { x: LEFT - 6, y: y(n) + 4, class: "end" }, String(n)),
  ]);
  const days = [first, end].map((d, n) => draw("text", { x: n ? WIDE - 8 : LEFT + 8, y: HIGH - 4, class: n ? "end" : "" }, plainDay(d)));
  const marks = points.map((p, n) => markOf(p, sideOf(p), x[n] ?? 0, y, top));
  const size = { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "group", "aria-label": `${words}, by day of publication` };
  return make(
    "figure",
    { class: "chart-box" },
    make("figcaption", {}, words),
    draw("svg", { class: "chart", ...size }, ...lines, ...days, ...marks),
  );
}

/** Places on the axis by day; figures of one day stand side by side around its place, as close as they must. */
export function spread(points: readonly Dated[], place: (day: string) => number): number[] {
  const sizes = new Map<string, number>();
  for (const { published } of points) sizes.set(published, (sizes.get(published) ?? 0) + 1);
  const seen = new Map<string, number>();
  return points.map(({ published }) => {
    const n = seen.get(published) ?? 0;
    seen.set(published, n + 1);
    const size = sizes.get(published) ?? 1;
    const step = Math.min(BESIDE, (2 * (SIDE - 6)) / Math.max(size - 1, 1));
    return place(published) + (n - (size - 1) / 2) * step;
  });
}

function markOf(point: Dated, alone: string, x: number, y: (n: number) => number, top: number): SVGElement {
  const low = point.low ?? 0;
  const open = point.high === null;
  const high = point.high ?? low + top * OPEN;
  const words = `${plainDay(dayNumber(point.published))}, ${point.who}: ${point.words}${alone ? ` (${alone} alone)` : ""}${point.superseded ? ", superseded" : ""}`;
  const bar = draw("line", { class: open ? "range open" : "range", x1: x, x2: x, y1: y(low), y2: y(high) });
  const exact = !open && low === high;
  const ends = exact
    ? [draw("circle", { class: alone ? "alone" : "", cx: x, cy: y(low), r: 4.5 })]
    : [low, ...(open ? [] : [high])].map((n) => draw("line", { class: "end-mark", x1: x - 4, x2: x + 4, y1: y(n), y2: y(n) }));
  const own = { href: `#${point.statement}`, class: point.superseded ? "superseded" : "", "aria-label": words };
  return draw("a", own, draw("title", {}, words), bar, ...ends);
}

/** Round numbers for the lines of the grid, some four of them. */
export function gridOf(top: number): number[] {
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = Math.max(1, [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? power * 10);
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, n) => n * step);
}
