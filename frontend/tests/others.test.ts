import { expect, test } from "vitest";
import { keptApart, onceEach, papersOf } from "../src/charts/origins";
import { type Dated, gridOf, seriesOf, sidesOf, spread } from "../src/charts/tolls";
import { bends, layout } from "../src/network/layout";
import { pause, workingWords } from "../src/progress/words";
import { KEYS, moved, pace, wishOf } from "../src/review/keys";
import { binOf, brushed, lanesOf, ticksOf } from "../src/timeline/bins";

const BINS = ["2031-03-01", "2031-03-02", "2031-03-03"].map((day, n) => ({ since: day, until: day, counts: { blast: n } }));

test("lanes hold the families that occur", () => {
  const families = [{ key: "armed", words: "", sign: "" }, { key: "blast", words: "", sign: "" }];
  expect(lanesOf({ families, unit: "day", bins: BINS, undated: 0 }).map((l) => [l.family.key, l.counts, l.sum])).toEqual([["blast", [0, 1, 2], 3]]);
});

test("a brush means days, in whichever direction it was drawn", () => {
  expect(brushed(BINS, 2, 1)).toEqual({ since: "2031-03-02", until: "2031-03-03" });
  expect(brushed([], 0, 0)).toBeNull();
  expect(binOf(BINS, "2031-03-02")).toBe(1);
  expect(binOf(BINS, "2031-09-02")).toBe(2);
  expect(ticksOf(BINS, 2).map((t) => t.at)).toEqual([0, 2]);
});

const node = (id: string) => ({ id, name: id, kind: "", page: "" });
const edge = (source: string, target: string) => ({ source, target, words: "", hostile: false, denied: false, origins: 1, statements: 1, page: "" });

test("the same ties give the same picture; the most tied are kept", () => {
  const item = { date: null, nodes: ["a", "b", "c", "alone"].map(node), edges: [edge("a", "b"), edge("b", "c"), edge("c", "b")] };
  expect(layout(item, 9)).toEqual(layout(item, 9));
  expect(layout(item, 9).map((n) => n.id)).toEqual(["b", "c", "a"]);
  expect(layout(item, 2).map((n) => n.id)).toEqual(["b", "c"]);
});

test("ties between the same two are bent apart, there and back too", () => {
  const turns = bends([edge("a", "b"), edge("b", "a"), edge("a", "b")]);
  // Bent against its own direction, the way back lies on the side where the way there is not.
  expect(turns.map((turn, n) => (n === 1 ? -turn : turn))).toEqual([0, 1, -1]);
});

test("each key asks for one thing", () => {
  expect(new Set(KEYS.map(([key]) => key)).size).toBe(KEYS.length);
  expect(wishOf("s")).toEqual({ do: "judge", verdict: "same" });
  expect(wishOf("x")).toBeUndefined();
  expect([moved(0, -1, 5), moved(4, 1, 5), moved(2, 1, 5)]).toEqual([0, 4, 3]);
  expect([pace(5, 60_000), pace(1, 1000)]).toEqual([300, 0]);
});

test("a document of several origins is drawn once, and no two names stand on each other", () => {
  const paper = (id: string, copies: string | null) => ({ id, words: "", title: "", copies });
  expect(onceEach([paper("d1", null), paper("d2", null), paper("d1", "d2")]).map((p) => [p.id, p.copies])).toEqual([["d1", "d2"], ["d2", null]]);
  expect(keptApart([50, 10, 50, 12], 20)).toEqual([50, 10, 70, 30]);
});

test("figures that count the same are one series, in order of publication", () => {
  const point = (side: string, published: string | null, high: number | null) =>
    ({ counted: "killed", side, published, who: "", low: 1, high, words: "", superseded: false, statement: "" });
  const series = seriesOf([point("police", "2031-03-05", 3), point("", "2031-03-02", 4), point("police", "2031-03-04", null), point("police", null, 1)]);
  expect(series.map((s) => [s.words, s.points.map((p) => p.published)])).toEqual([
    ["Police killed", ["2031-03-04", "2031-03-05"]],
    ["Killed", ["2031-03-02"]],
  ]);
});

test("a figure of one side is told from a whole toll", () => {
  const point = (side: string, statement: string) => ({ counted: "killed", side, published: null, who: "", low: 1, high: 1, words: "", superseded: false, statement });
  const all = [point("", "s1"), point("health_workers", "s1"), point("", "s2")];
  expect(all.map(sidesOf(all))).toEqual(["health workers", "", ""]);
});

test("figures of one day stand side by side around it", () => {
  const days = ["1", "2", "2", "2"].map((published) => ({ published }) as Dated);
  expect(spread(days, (day) => 100 * Number(day))).toEqual([100, 189, 200, 211]);
  const many = spread(Array.from({ length: 31 }, () => ({ published: "1" }) as Dated), () => 100);
  expect(Math.max(...many) - Math.min(...many)).toBeLessThan(96);
});

test.each([[3, [0, 1, 2, 3]], [11, [0, 5, 10]], [130, [0, 50, 100]]])("a grid up to %d has round numbers", (top, lines) => {
  expect(gridOf(top)).toEqual(lines);
});

test("work is told with how far it is, and looked at often", () => {
  const activity = { what: "run", state: "working", stage: "coding", done: 1200, total: 3000, share: 0.4, began: "2031-03-05T08:30:01Z" } as const;
  expect(workingWords(activity)).toBe("marsad run is at work since 08:30:01 UTC: coding 1,200 of 3,000");
  expect(workingWords({ ...activity, total: 0 })).toBe("marsad run is at work since 08:30:01 UTC: coding");
  expect(pause(activity)).toBeLessThan(pause(null));
});

test("documents of an origin: those alone, then the copies", () => {
  const source = (document: string) => ({ document, outlet: document, title: "", published: "" });
  const origin = { id: "o", name: "O", documents: [source("d1"), source("d2"), source("d3")], copies: [{ document: source("d2"), source: source("d1") }] };
  expect(papersOf(origin).map((p) => [p.id, p.copies])).toEqual([["d1", null], ["d3", null], ["d2", "d1"]]);
});
