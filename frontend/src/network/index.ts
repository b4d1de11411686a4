// The network island: organisations and the ties claimed between them at a date; each tie opens its statements.

import "./network.css";
import { setState, state, withFilters } from "../address";
import { draw, keepFallback, make } from "../dom";
import { fetchItem } from "../envelope";
import { bends, type Edge, layout, type NetworkItem, type Placed } from "./layout";

/** More names than this cannot be read in one picture; the list holds them all. */
const MOST = 90;
/** Units around the outermost nodes: half a name, and its two lines. */
const MARGIN = { x: 80, y: 50 };
const RADIUS = 7;
/** Characters of a line of a name, and the height of a line. */
const LONGEST = 21;
const LINE = 15;

interface View {
  readonly item: NetworkItem;
  readonly names: ReadonlyMap<string, string>;
  readonly drawing: SVGElement;
  readonly list: HTMLElement;
}

/** Draw the network of an island. */
export async function start(island: HTMLElement): Promise<void> {
  const item = await fetchItem<NetworkItem>(island.dataset["src"] ?? "/network.json");
  if (!item.edges.length) return;
  const box = keepFallback(island, "The ties as a table");
  const names = new Map(item.nodes.map((n) => [n.id, n.name]));
  const placed = layout(item, MOST);
  const view: View = { item, names, drawing: drawingOf(item, placed), list: make("aside", { class: "net-list", "aria-label": "Ties" }) };
  const left = item.nodes.length - placed.length;
  box.append(
    dateForm(item),
    make("div", { class: "net-frame" }, make("div", { class: "net-scroll", tabindex: 0, role: "group", "aria-label": "Drawing of the ties" }, view.drawing), view.list),
    make("p", { class: "soft" }, "Line: friendly tie. Dashed red: hostile. Dotted: denied by somebody. The thicker, the more independent origins. The arrow goes from who acts to whom.", left > 0 ? ` ${left} organisations with fewer ties are only in the list.` : ""),
  );
  const show = (): void => pickNode(view, state()["org"] ?? "");
  view.drawing.addEventListener("click", (event) => {
    const node = event.target instanceof Element ? event.target.closest<SVGElement>("[data-node]") : null;
    if (!node) return;
    choose(view, node.dataset["node"] ?? "");
  });
  addEventListener("popstate", show);
  show();
}

function choose(view: View, id: string): void {
  setState({ org: id }, true);
  pickNode(view, id);
}

/** Bring out one organisation and its ties, or all. */
function pickNode(view: View, id: string): void {
  const { item, drawing } = view;
  const near = new Set(item.edges.filter((e) => e.source === id || e.target === id).flatMap((e) => [e.source, e.target]));
  const known = near.size > 0;
  drawing.querySelectorAll<SVGElement>("[data-node]").forEach((n) => n.classList.toggle("faint", known && !near.has(n.dataset["node"] ?? "")));
  drawing.querySelectorAll<SVGElement>("[data-edge]").forEach((e) => {
    const edge = item.edges[Number(e.dataset["edge"])];
    e.classList.toggle("faint", known && edge?.source !== id && edge?.target !== id);
  });
  const edges = known ? item.edges.filter((e) => e.source === id || e.target === id) : item.edges;
  const page = item.nodes.find((n) => n.id === id)?.page;
  view.list.replaceChildren(
    ...(known && page
      ? [
          make("button", { type: "button", class: "quiet", click: () => choose(view, "") }, "← All ties"),
          make("h3", {}, make("a", { href: page }, view.names.get(id) ?? id)),
        ]
      : [make("h3", {}, `${item.edges.length.toLocaleString("en")} ties`)]),
    make("ul", { class: "net-ties" }, ...edges.map((e) => tie(view, e))),
  );
}

function tie(view: View, edge: Edge): HTMLElement {
  const end = (id: string) => make("button", { type: "button", class: "name", click: () => choose(view, id) }, view.names.get(id) ?? id);
  const n = `${edge.statements} ${edge.statements === 1 ? "statement" : "statements"}, ${edge.origins} ${edge.origins === 1 ? "origin" : "origins"}`;
  return make("li", {}, end(edge.source), ` ${edge.words} `, end(edge.target), make("span", { class: "net-said" }, make("a", { href: edge.page }, n), edge.denied ? make("span", { class: "tag tag-denied" }, "denied") : null));
}

function dateForm(item: NetworkItem): HTMLElement {
  const field = make("input", { type: "date", name: "date", value: item.date ?? "" });
  const form = make("form", { class: "net-date" }, make("label", {}, "Ties at ", field), make("button", { type: "submit", class: "quiet" }, "Show"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(withFilters(location.href, { date: field.value || null }));
  });
  return form;
}

function drawingOf(item: NetworkItem, placed: readonly Placed[]): SVGSVGElement {
  const at = new Map(placed.map((p) => [p.id, p]));
  const [xs, ys] = [placed.map((p) => p.x), placed.map((p) => p.y)];
  const [west, north] = [Math.min(...xs) - MARGIN.x, Math.min(...ys) - MARGIN.y];
  const [wide, high] = [Math.max(...xs) - west + MARGIN.x, Math.max(...ys) - north + MARGIN.y];
  const bent = bends(item.edges);
  const edges = item.edges.map((edge, n) => {
    const [a, b] = [at.get(edge.source), at.get(edge.target)];
    return a && b && a !== b ? edgeOf(edge, n, pathOf(a, b, bent[n] ?? 0), at) : null;
  });
  const head = (id: string) =>
    draw("marker", { id, class: id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" }, draw("path", { d: "M0 0L8 4L0 8Z" }));
  const drawing = draw(
    "svg",
    { class: "net", viewBox: `${west} ${north} ${wide} ${high}`, role: "group", "aria-label": "Network of ties" },
    draw("defs", {}, head("head"), head("head-hostile")), ...edges, ...placed.map((p) => nodeOf(p, pull(p, item.edges, at) > 0)),
  );
  // Neither so small that names cannot be read (it scrolls then), nor larger than drawn.
  Object.assign(drawing.style, { minWidth: `${Math.round(0.85 * wide)}px`, maxWidth: `${Math.round(1.4 * wide)}px` });
  return drawing;
}

function pathOf(a: Placed, b: Placed, turn: number): string {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const bow = turn * 26;
  const [mx, my] = [(a.x + b.x) / 2 - (dy / length) * bow, (a.y + b.y) / 2 + (dx / length) * bow];
  // The line ends at the rim of the node that it comes to.
  const [ex, ey] = [b.x - mx, b.y - my];
  const rest = Math.max(0, 1 - (RADIUS + 3) / (Math.hypot(ex, ey) || 1));
  return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}Q${mx.toFixed(1)} ${my.toFixed(1)} ${(mx + ex * rest).toFixed(1)} ${(my + ey * rest).toFixed(1)}`;
}

function edgeOf(edge: Edge, n: number, path: string, at: ReadonlyMap<string, Placed>): SVGElement {
  const words = `${at.get(edge.source)?.name} ${edge.words} ${at.get(edge.target)?.name}: ${edge.statements} statements, ${edge.origins} origins`;
  const kind = `net-edge${edge.hostile ? " hostile" : ""}${edge.denied ? " denied" : ""}`;
  const line = draw("path", { class: kind, d: path, "stroke-width": Math.min(1.4 + 0.7 * edge.origins, 5), "marker-end": `url(#${edge.hostile ? "head-hostile" : "head"})` });
  // The list holds the same links: the tab key need not go through both.
  return draw("a", { href: edge.page, "data-edge": n, tabindex: -1, "aria-label": words }, draw("title", {}, words), draw("path", { class: "net-reach", d: path }), line);
}

/** Whether a node's ties lead down (more than 0) or up: its name stands on the other side. */
function pull(node: Placed, edges: readonly Edge[], at: ReadonlyMap<string, Placed>): number {
  const others = edges.flatMap((e) => (e.source === node.id ? [e.target] : e.target === node.id ? [e.source] : []));
  return others.reduce((sum, id) => sum + Math.sign((at.get(id)?.y ?? node.y) - node.y), 0);
}

function nodeOf(node: Placed, above: boolean): SVGElement {
  const radius = Math.min(RADIUS + Math.sqrt(node.ties), 14);
  const names = lines(node.name);
  return draw(
    "g",
    { class: "net-node", "data-node": node.id, transform: `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})` },
    draw("title", {}, `${node.name}: ${node.ties} ties`),
    draw("circle", { r: radius }),
    ...names.map((line, n) => draw("text", { y: above ? LINE * (n + 1 - names.length) - radius - 6 : radius + LINE * (n + 1) - 1 }, line)),
  );
}

/** A name in two lines at most, broken between words. */
function lines(name: string): readonly string[] {
  if (name.length <= LONGEST) return [name];
  const end = name.lastIndexOf(" ", LONGEST);
  if (end < 1) return [`${name.slice(0, LONGEST - 1)}…`];
  const rest = name.slice(end + 1);
  return [name.slice(0, end), rest.length > LONGEST ? `${rest.slice(0, LONGEST - 1)}…` : rest];
}
