// The slider of days under the map: two ends, and a play button that moves the window between them.

import { countOf, dayNumber, firstOf, isoDay, plainDay, type Steps, stepOf, stepsOver } from "../days";
import { draw, make } from "../dom";
import { eachMonth, type MapItem, tally, UNDATED, type Window } from "./model";

/** Milliseconds that a step is seen when played. */
const BEAT = 700;
/** Share of all steps that the window holds when play is pressed with nothing narrowed. */
const PLAYED = 0.12;

/** Days beyond every date. */
const OPEN = 1e6;

/** The slider's element and how to set it from outside. */
export interface Slider {
  readonly box: HTMLElement;
  readonly window: () => Window;
  readonly set: (window: Window | null) => void;
}

/** A slider over all the days of the map; `changed` hears each new window, null for all of them. */
export function slider(item: MapItem, span: Window, changed: (window: Window | null) => void): Slider {
  const steps = stepsOver(span.first, span.last);
  const end = countOf(steps);
  let low = 0;
  let high = end;
  let timer = 0;
  const from = handle("First day", end, () => move(Math.min(Number(from.value), high - 1), high));
  const to = handle("Last day", end, () => move(low, Math.max(Number(to.value), low + 1)));
  const words = make("output", { class: "slider-words" });
  const play = make("button", { type: "button", class: "quiet", "aria-pressed": "false", click: toggle }, "▶ Play");
  const all = make("button", { type: "button", class: "quiet", click: () => (stop(), move(0, end)) }, "All days");
  const bars = histogram(item, steps);

  // The ends are open: what lies far off belongs to the first and the last step.
  const now = (): Window => ({
    first: low === 0 ? -OPEN : (steps.starts[low] ?? span.first),
    last: high === end ? OPEN : (steps.starts[high] ?? span.last + 1) - 1,
  });

  function move(first: number, last: number, tell = true): void {
    [low, high] = [first, last];
    from.value = String(low);
    to.value = String(high);
    const [a, b] = [steps.starts[low] ?? span.first, (steps.starts[high] ?? span.last + 1) - 1];
    const ends = [low === 0 ? "" : plainDay(a), high === end ? "" : plainDay(b)];
    words.value = ends[0] || ends[1] ? `${ends[0] ? ends[0] : "until"}${ends[0] && ends[1] ? " – " : " "}${ends[1] || "and later"}` : `all days (axis: ${plainDay(a)} – ${plainDay(b)})`;
    from.setAttribute("aria-valuetext", plainDay(a));
    to.setAttribute("aria-valuetext", plainDay(b));
    bars.querySelectorAll("rect").forEach((bar, n) => bar.classList.toggle("out", n < low || n >= high));
    if (tell) changed(low === 0 && high === end ? null : now());
  }

  function stop(): void {
    window.clearInterval(timer);
    timer = 0;
    play.textContent = "▶ Play";
    play.setAttribute("aria-pressed", "false");
  }

  function toggle(): void {
    if (timer) return stop();
    const width = low === 0 && high === end ? Math.max(1, Math.round(end * PLAYED)) : high - low;
    move(high === end ? 0 : low, high === end ? width : high);
    timer = window.setInterval(() => (high < end ? move(low + 1, high + 1) : stop()), BEAT);
    play.textContent = "❚❚ Pause";
    play.setAttribute("aria-pressed", "true");
  }

  function set(window: Window | null): void {
    if (!window) return move(0, end, false);
    const first = stepOf(steps, window.first);
    move(first, Math.max(stepOf(steps, window.last) + 1, first + 1), false);
  }

  set(null);
  const track = make("div", { class: "slider-track" }, bars, from, to);
  const box = make("div", { class: "slider", role: "group", "aria-label": "Days shown" }, play, track, words, all);
  return { box, window: now, set };
}

function handle(label: string, end: number, input: () => void): HTMLInputElement {
  return make("input", { type: "range", min: 0, max: end, step: 1, "aria-label": label, input });
}

function histogram(item: MapItem, steps: Steps): SVGElement {
  const end = countOf(steps);
  const sums = new Array<number>(end).fill(0);
  for (const held of [...item.points, ...item.areas]) {
    for (const one of held.incidents) {
      const day = one.earliest ?? one.latest;
      if (day) add(sums, stepOf(steps, dayNumber(day)), 1);
    }
    for (const counts of held.counts) {
      eachMonth(counts, (month, n) => month !== UNDATED && add(sums, stepOf(steps, firstOf(month)), n));
    }
  }
  const top = Math.max(...sums, 1);
  // By the root, so that a quiet day is seen beside a loud one.
  const high = (n: number) => 28 * Math.sqrt(n / top);
  const bars = sums.map((n, x) =>
    draw("rect", { x: x + 0.08, width: 0.84, y: 30 - high(n), height: high(n) }, draw("title", {}, `${plainDay(steps.starts[x] ?? 0)}: ${n}`)),
  );
  return draw("svg", { class: "slider-bars", viewBox: `0 0 ${end} 30`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars);
}

function add(sums: number[], at: number, n: number): void {
  sums[at] = (sums[at] ?? 0) + n;
}

/** A window as the address writes it. */
export function windowText(window: Window | null): string {
  if (!window) return "";
  return `${window.first === -OPEN ? "" : isoDay(window.first)}..${window.last === OPEN ? "" : isoDay(window.last)}`;
}

/** Read it back; null when it is no window, or holds all days. */
export function parseWindow(text: string | undefined): Window | null {
  const found = /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/.exec(text ?? "");
  if (!found || text === "..") return null;
  const first = found[1] ? dayNumber(found[1]) : -OPEN;
  const last = found[2] ? dayNumber(found[2]) : OPEN;
  return first <= last ? { first, last } : null;
}

/** The tally of everything in a window, for the words above the map. */
export function total(item: MapItem, window: Window): number {
  return [...item.points, ...item.areas].reduce((sum, held) => sum + (tally(held, window)?.n ?? 0), 0);
}
