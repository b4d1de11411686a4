// The timeline island: incidents by family over time; a brush sets the days in the address.

import "./timeline.css";
import { withFilters } from "../address";
import { plainDays } from "../days";
import { draw, keepFallback, make } from "../dom";
import { fetchItem } from "../envelope";
import { binOf, brushed, lanesOf, type Lane, ticksOf, type TimelineItem } from "./bins";

const LANE = 26;

/** Draw the timeline of an island. */
export async function start(island: HTMLElement): Promise<void> {
  const item = await fetchItem<TimelineItem>(island.dataset["src"] ?? "/timeline.json");
  if (!item.bins.length) return;
  const box = keepFallback(island, "The timeline as a table");
  const lanes = lanesOf(item);
  const form = dayForm(item);
  const chart = chartOf(item, lanes);
  const names = lanes.map(({ family, sum }) =>
    make("li", { class: `f-${family.key}` }, sign(family.sign), make("span", {}, family.words), make("b", {}, sum.toLocaleString("en"))),
  );
  const frame = make("div", { class: "time-frame" }, make("ul", { class: "time-names" }, ...names), chart);
  box.append(frame, form);
  if (item.undated) box.append(make("p", { class: "soft" }, `${item.undated.toLocaleString("en")} incidents have no date and are not drawn.`));
  listen(chart, item, form);
}

function sign(path: string): SVGElement {
  return draw("svg", { class: "time-sign", viewBox: "-16 -16 32 32", "aria-hidden": "true" }, draw("path", { d: path }));
}

function chartOf(item: TimelineItem, lanes: readonly Lane[]): SVGSVGElement {
  const wide = item.bins.length;
  const top = Math.max(...lanes.flatMap((l) => l.counts), 1);
  const rows = lanes.map(({ family, counts }, row) =>
    draw("g", { class: `f-${family.key}` }, ...counts.map((n, at) => bar(item, family.words, n, { at, row, top }))),
  );
  const high = lanes.length * LANE;
  const lines = lanes.map((_, row) => draw("line", { class: "grid", x1: 0, x2: wide, y1: (row + 1) * LANE, y2: (row + 1) * LANE }));
  const brush = draw("rect", { class: "brush", y: 0, height: high, x: 0, width: 0 });
  const words = `${lanes.length} kinds of incidents over time, ${plainDays(item.bins[0]?.since ?? null, item.bins.at(-1)?.until ?? null)}; the table below holds the numbers`;
  const drawing = draw(
    "svg",
    { class: "time-chart", viewBox: `0 0 ${wide} ${high}`, preserveAspectRatio: "none", role: "img", "aria-label": words, height: high },
    ...lines, ...rows, brush,
  );
  return drawing;
}

function bar(item: TimelineItem, words: string, n: number, { at, row, top }: { at: number; row: number; top: number }): SVGElement | null {
  if (!n) return null;
  // Even one incident is to be seen beside many.
  const high = Math.max(2, ((LANE - 5) * n) / top);
  const bin = item.bins[at];
  const title = draw("title", {}, `${plainDays(bin?.since ?? null, bin?.until ?? null)}: ${n.toLocaleString("en")}, ${words}`);
  return draw("rect", { class: "bar", x: at + 0.1, width: 0.8, y: (row + 1) * LANE - high, height: high }, title);
}

interface DayForm extends HTMLFormElement {
  readonly elements: HTMLFormControlsCollection & { since: HTMLInputElement; until: HTMLInputElement };
}

function dayForm(item: TimelineItem): DayForm {
  const now = new URL(location.href).searchParams;
  const edges = { min: item.bins[0]?.since, max: item.bins.at(-1)?.until };
  const field = (name: "since" | "until", words: string) =>
    make("label", {}, `${words} `, make("input", { type: "date", name, value: now.get(name) ?? (name === "since" ? edges.min : edges.max), ...edges }));
  const ticks = make("div", { class: "time-ticks", "aria-hidden": "true" });
  for (const { at, words } of ticksOf(item.bins)) {
    const tick = make("span", {}, words);
    tick.style.left = `${(100 * at) / item.bins.length}%`;
    ticks.append(tick);
  }
  const form = make(
    "form",
    { class: "time-form" },
    ticks,
    field("since", "From"),
    field("until", "to"),
    make("button", { type: "submit", class: "quiet" }, "Show these days"),
    now.has("since") || now.has("until") ? make("a", { href: withFilters(location.href, { since: null, until: null }) }, "All days") : null,
    make("span", { class: "soft" }, "or drag over the bars"),
  ) as DayForm;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(form.elements.since.value, form.elements.until.value);
  });
  return form;
}

function go(since: string, until: string): void {
  location.assign(withFilters(location.href, { since: since || null, until: until || null }));
}

function listen(chart: SVGSVGElement, item: TimelineItem, form: DayForm): void {
  const brush = chart.querySelector(".brush");
  let from: number | null = null;
  const at = (event: PointerEvent): number => {
    const { left, width } = chart.getBoundingClientRect();
    return Math.max(0, Math.min(item.bins.length - 1, Math.floor((item.bins.length * (event.clientX - left)) / width)));
  };
  const show = (a: number, b: number): void => {
    brush?.setAttribute("x", String(Math.min(a, b)));
    brush?.setAttribute("width", String(Math.abs(a - b) + 1));
    const days = brushed(item.bins, a, b);
    if (!days) return;
    form.elements.since.value = days.since;
    form.elements.until.value = days.until;
  };
  const { searchParams: now } = new URL(location.href);
  const [since, until] = [now.get("since"), now.get("until")];
  if (since || until) {
    const first = since ? binOf(item.bins, since) : 0;
    const last = until ? binOf(item.bins, until) : item.bins.length - 1;
    brush?.setAttribute("x", String(first));
    brush?.setAttribute("width", String(last - first + 1));
  }
  chart.addEventListener("pointerdown", (event) => {
    from = at(event);
    chart.setPointerCapture(event.pointerId);
    show(from, from);
  });
  chart.addEventListener("pointermove", (event) => from !== null && show(from, at(event)));
  chart.addEventListener("pointerup", (event) => {
    const days = from === null ? null : brushed(item.bins, from, at(event));
    from = null;
    if (days) go(days.since, days.until);
  });
  chart.addEventListener("pointercancel", () => (from = null));
}
