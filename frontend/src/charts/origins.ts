// Where the reports of an incident come from: independent origins on the left, the documents that rest on them by day.

import "./charts.css";
import { draw, keepFallback, make } from "../dom";
import { fetchItem } from "../envelope";

interface Source {
  readonly document: string;
  readonly outlet: string;
  readonly title: string;
  readonly published: string;
}

interface Origin {
  readonly id: string;
  readonly name: string;
  readonly documents: readonly Source[];
  readonly copies: readonly { readonly document: Source; readonly source: Source | null }[];
}

/** A document in its row, under its origin. */
export interface Paper {
  readonly id: string;
  readonly words: string;
  readonly title: string;
  /** The document that this one copies. */
  readonly copies: string | null;
}

const ROW = 26;
const TOP = 18;
const WIDE = 800;
const MIDDLE = 300;
const GAP = 120;
const RIGHT = MIDDLE + GAP;
const LONGEST = 46;

/** Draw the origins of an island. */
export async function start(island: HTMLElement): Promise<void> {
  const { origins } = await fetchItem<{ readonly origins: readonly Origin[] }>(island.dataset["src"] ?? "");
  // Fewer than two documents say nothing of copies.
  if (origins.flatMap(papersOf).length < 2) return;
  // Where a document's page is, the list that is folded away knows.
  const pageOf = (id: string) => island.querySelector(`a[href$="/${CSS.escape(id)}"]`)?.getAttribute("href") ?? null;
  const drawing = drawingOf(origins, pageOf);
  keepFallback(island, "The origins as a list").append(drawing);
}

/** The documents of an origin: those that stand alone, then the copies. */
export function papersOf(origin: Origin): readonly Paper[] {
  const copies = new Map(origin.copies.map((c) => [c.document.document, c.source?.document ?? null]));
  const alone = origin.documents.filter((d) => !copies.has(d.document));
  const words = (s: Source) => `${s.outlet}, ${s.published}`;
  const paper = (s: Source, from: string | null): Paper => ({ id: s.document, words: words(s), title: s.title, copies: from });
  return [...alone.map((s) => paper(s, null)), ...origin.copies.map((c) => paper(c.document, c.source?.document ?? ""))];
}

/** Every document once, though it rests on several origins; one that is a copy anywhere is a copy. */
export function onceEach(papers: readonly Paper[]): readonly Paper[] {
  const found = new Map<string, Paper>();
  for (const paper of papers) if (!found.has(paper.id) || paper.copies !== null) found.set(paper.id, paper);
  return [...found.values()];
}

/** Places from the wanted ones, in their order, no two nearer than `apart`. */
export function keptApart(wanted: readonly number[], apart: number): number[] {
  const found = [...wanted];
  let last = -Infinity;
  for (const { n } of wanted.map((y, n) => ({ y, n })).sort((a, b) => a.y - b.y)) {
    last = Math.max(wanted[n] ?? 0, last + apart);
    found[n] = last;
  }
  return found;
}

function drawingOf(origins: readonly Origin[], pageOf: (id: string) => string | null): HTMLElement {
  const groups = origins.map((origin) => ({ origin, papers: papersOf(origin) }));
  const papers = onceEach(groups.flatMap((g) => g.papers));
  const y = new Map(papers.map((p, n) => [p.id, TOP + n * ROW]));
  const at = (paper: Paper) => y.get(paper.id) ?? 0;
  const middles = keptApart(groups.map(({ papers: own }) => own.reduce((sum, p) => sum + at(p), 0) / Math.max(own.length, 1)), ROW);
  const flows = groups.flatMap((g, n) => g.papers.map((p) => curve("flow", [MIDDLE, middles[n] ?? 0], [RIGHT, at(p)], GAP / 2)));
  const copies = papers.flatMap((p) => {
    const from = y.get(p.copies ?? "");
    return from === undefined ? [] : [curve("copied", [RIGHT, from], [RIGHT, at(p)], -GAP / 3)];
  });
  const left = groups.map((g, n) => named(g.origin.name, g.origin.name, null, { x: MIDDLE - 8, y: middles[n] ?? 0, end: true }));
  const right = papers.flatMap((p) => [
    draw("circle", { class: p.copies === null ? "paper" : "copy", cx: RIGHT + 5, cy: at(p), r: 5 }),
    named(`${p.words}${p.copies === null ? "" : " (copy)"}`, p.title, pageOf(p.id), { x: RIGHT + 16, y: at(p), end: false }),
  ]);
  const words = `${papers.length} documents rest on ${origins.length} ${origins.length === 1 ? "origin" : "origins"}`;
  const high = Math.max(...y.values(), ...middles) + TOP;
  const size = { viewBox: `0 0 ${WIDE} ${high}`, role: "group", "aria-label": words };
  const drawing = draw("svg", { class: "chart origins", ...size }, ...flows, ...copies, ...left, ...right);
  const hollow = papers.some((p) => p.copies !== null) ? "; a hollow dot is a copy, the dashed line leads to what it copies" : "";
  return make("figure", { class: "chart-box" }, make("figcaption", { class: "soft" }, `${words}${hollow}`), make("div", { class: "chart-scroll" }, drawing));
}

function curve(kind: string, [x1, y1]: [number, number], [x2, y2]: [number, number], bow: number): SVGElement {
  return draw("path", { class: kind, d: `M${x1} ${y1}C${x1 + bow} ${y1} ${bow > 0 ? x2 - bow : x2 + bow} ${y2} ${x2} ${y2}` });
}

function named(words: string, title: string, page: string | null, at: { x: number; y: number; end: boolean }): SVGElement {
  const short = words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
  const text = draw("text", { x: at.x, y: at.y + 4, class: at.end ? "end" : "" }, short, draw("title", {}, title));
  return page ? draw("a", { href: page }, text) : text;
}
