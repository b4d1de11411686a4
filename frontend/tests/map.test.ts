import type { Feature, Geometry } from "geojson";
import { expect, test } from "vitest";
import { dayNumber, monthOf } from "../src/days";
import { drawn, holders, type Outline, pickables } from "../src/map/drawn";
import { arrowOn, circle, way } from "../src/map/geometry";
import { bulk, spanOf, tally, touches, UNDATED } from "../src/map/model";
import { precision, tollWords } from "../src/map/panel";
import { ITEM } from "./made";

const window = (first: string, last: string) => ({ first: dayNumber(first), last: dayNumber(last) });
const MARCH = window("2031-03-01", "2031-03-31");
const square: Feature<Geometry, Outline> = {
  type: "Feature",
  properties: { id: "x.p", name: "Province", level: "province", at: [70, 33] },
  geometry: { type: "Polygon", coordinates: [[[69, 32], [71, 32], [71, 34], [69, 34], [69, 32]]] },
};
const OUTLINES = new Map([["x.p", square]]);

test("what lasts into the window is in it, and what has no date always is", () => {
  const days = { earliest: "2031-03-05", latest: "2031-03-09" };
  expect(touches(days, window("2031-03-09", "2031-03-20"))).toBe(true);
  expect(touches(days, window("2031-03-10", "2031-03-20"))).toBe(false);
  expect(touches({ earliest: null, latest: null }, MARCH)).toBe(true);
});

test("a place is tallied by window; the commonest family gives its sign", () => {
  const [town] = ITEM.points;
  expect(tally(town!, MARCH)).toMatchObject({ n: 3, family: "armed" });
  expect(tally(town!, window("2031-03-01", "2031-03-02"))).toMatchObject({ n: 1, family: "blast" });
  expect(tally(town!, window("2031-04-01", "2031-04-02"))).toBeNull();
});

test("counted places are tallied by month, leap years too", () => {
  const held = { place: "x", name: "X", incidents: [], counts: [["blast", [monthOf(dayNumber("2028-02-10")), 4]], ["armed", [monthOf(dayNumber("2028-03-01")), 1]]] as const };
  expect(tally(held, window("2028-02-29", "2028-02-29"))).toMatchObject({ n: 4, family: "blast" });
  expect(tally(held, window("2028-02-29", "2028-03-01"))?.n).toBe(5);
  expect(tally({ ...held, counts: [["blast", [UNDATED, 2]]] }, MARCH)?.n).toBe(2);
  expect(spanOf({ ...ITEM, points: [], areas: [held], movements: [], presence: [] })).toEqual(window("2028-02-01", "2028-03-31"));
});

test("an incident known to a province is drawn as the province and never as a point", () => {
  const { points, held, heldNumbers } = drawn(ITEM, OUTLINES, MARCH);
  expect(points.features.map((f) => f.properties?.["key"])).toEqual(["at:x.p.town", "at:x.p.road"]);
  expect(held.features.map((f) => f.geometry.type)).toEqual(["Polygon"]);
  expect(heldNumbers.features[0]?.properties).toMatchObject({ n: 1, key: "in:x.p" });
});

test("only a place that is not exact has a circle, of its radius", () => {
  const { radii } = drawn(ITEM, OUTLINES, MARCH);
  expect(radii.features.map((f) => f.properties?.["name"])).toEqual(["Road"]);
  const [lons, lats] = [0, 1].map((n) => circle(70, 33, 25_000).coordinates[0]!.map((p) => p[n]!));
  expect((Math.max(...lats!) - 33) * 111.32).toBeCloseTo(25, 3);
  expect((Math.max(...lons!) - 70) * 111.32 * Math.cos((33 * Math.PI) / 180)).toBeCloseTo(25, 3);
});

test("a way leads through the stops that have a place, and its arrow to the last", () => {
  const { ways, arrows, stops } = drawn(ITEM, OUTLINES, MARCH);
  expect(ways.features).toHaveLength(1);
  expect(stops.features).toHaveLength(2);
  const turn = arrows.features[0]?.properties?.["turn"] as number;
  expect(turn).toBeGreaterThan(0);
  expect(turn).toBeLessThan(90);
  expect(arrowOn(way([[70, 33]]))).toBeNull();
});

test("presence is hatched by organisation, where there is an outline", () => {
  expect(holders(ITEM.presence)).toEqual(["A", "B"]);
  const { presence } = drawn(ITEM, OUTLINES, MARCH);
  expect(presence.features.map((f) => f.properties?.["hatch"])).toEqual([1, 0]);
});

test("the span is that of all dated things", () => {
  expect(spanOf(ITEM)).toEqual(window("2031-03-01", "2031-03-20"));
  expect(spanOf({ ...ITEM, points: [], areas: [], movements: [], presence: [] })).toBeNull();
});

test("the bulk leaves out what lies far off", () => {
  const many = Array.from({ length: 40 }, (_, n) => 100 + n);
  expect(bulk([...many, 4000], 5)).toEqual([100, 168]);
  expect(bulk([7], 5)).toEqual([7, 7]);
  expect(bulk([], 5)).toBeNull();
});

test("every thing has a key of its own", () => {
  expect([...pickables(ITEM).keys()]).toHaveLength(2 + 1 + 1 + 3);
});

test("precision and tolls in words", () => {
  expect(ITEM.points.map(precision)).toEqual(["exact place", "within 25 km of here"]);
  expect(tollWords([3, 4, 5])).toBe("3–5 killed (best 4)");
  expect(tollWords([4, 4, 4])).toBe("4 killed");
  expect(tollWords([8, 8, null])).toBe("8 or more killed");
  expect(tollWords(null)).toBe("");
});
