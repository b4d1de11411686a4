// From what is held in a window of days to the features that are drawn.

import type { Feature, FeatureCollection, Geometry, LineString, Position } from "geojson";
import { arrowOn, circle, way } from "./geometry";
import { type Held, type MapItem, type Movement, type Point, type Presence, type Tally, tally, touches, type Window } from "./model";

/** An outline of the pack, with a place inside it for its name. */
export interface Outline {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly at: Position;
}

/** The outlines by id. */
export type Outlines = ReadonlyMap<string, Feature<Geometry, Outline>>;

/** Sources of the map by name. */
export interface Drawn {
  readonly points: FeatureCollection;
  readonly radii: FeatureCollection;
  readonly held: FeatureCollection;
  readonly heldNumbers: FeatureCollection;
  readonly ways: FeatureCollection;
  readonly arrows: FeatureCollection;
  readonly stops: FeatureCollection;
  readonly presence: FeatureCollection;
}

/** The number of hatches (see hatch.ts); more organisations share them, and the panel names each. */
export const HATCHES = 6;

/** Metres: a hatched circle smaller than this cannot be seen among districts. */
const LEAST_RADIUS = 4_000;

/** Whoever is said to be present, most places first: the order gives the hatch. */
export function holders(presence: readonly Presence[]): readonly string[] {
  const places = new Map<string, number>();
  for (const one of presence) places.set(one.who, (places.get(one.who) ?? 0) + 1);
  return [...places].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([who]) => who);
}

/** What can be picked, by a key that stays the same when the map is loaded again. */
export type Pickable =
  | { readonly kind: "point"; readonly thing: Point }
  | { readonly kind: "area"; readonly thing: Held }
  | { readonly kind: "movement"; readonly thing: Movement }
  | { readonly kind: "presence"; readonly thing: Presence };

/** Everything that can be picked. */
export function pickables(item: MapItem): ReadonlyMap<string, Pickable> {
  return new Map<string, Pickable>([
    ...item.points.map((thing) => [pointKey(thing), { kind: "point", thing }] as const),
    ...item.areas.map((thing) => [areaKey(thing), { kind: "area", thing }] as const),
    ...item.movements.map((thing) => [thing.id, { kind: "movement", thing }] as const),
    ...item.presence.map((thing) => [presenceKey(thing), { kind: "presence", thing }] as const),
  ]);
}

const pointKey = (point: Point): string => `at:${point.place ?? `${point.lon},${point.lat}`}`;
const areaKey = (held: Held): string => `in:${held.place ?? held.name}`;
const presenceKey = (one: Presence): string => `${one.id}:${one.place ?? one.name}`;

/** All sources for a window of days. */
export function drawn(item: MapItem, outlines: Outlines, window: Window): Drawn {
  const [points, radii] = pointsIn(item, window);
  const [held, heldNumbers] = areasIn(item, outlines, window);
  const moves = item.movements.filter((m) => touches(m, window));
  const ways = moves.flatMap(wayOf);
  return {
    points: collect(points),
    radii: collect(radii),
    held: collect(held),
    heldNumbers: collect(heldNumbers),
    ways: collect(ways),
    arrows: collect(ways.flatMap(arrowOf)),
    stops: collect(moves.flatMap(stopsOf)),
    presence: collect(presenceIn(item, outlines, window)),
  };
}

const collect = (features: Feature[]): FeatureCollection => ({ type: "FeatureCollection", features });

function properties(key: string, held: Held, found: Tally): Record<string, string | number | boolean> {
  return { key, name: held.name, n: found.n, family: found.family, contested: found.contested };
}

function pointsIn(item: MapItem, window: Window): [Feature[], Feature[]] {
  const points: Feature[] = [];
  const radii: Feature[] = [];
  for (const point of item.points) {
    const found = tally(point, window);
    if (!found) continue;
    const said = { ...properties(pointKey(point), point, found), exact: point.exact };
    points.push({ type: "Feature", properties: said, geometry: { type: "Point", coordinates: [point.lon, point.lat] } });
    if (!point.exact && point.radius_m) {
      radii.push({ type: "Feature", properties: said, geometry: circle(point.lon, point.lat, point.radius_m) });
    }
  }
  return [points, radii];
}

function areasIn(item: MapItem, outlines: Outlines, window: Window): [Feature[], Feature[]] {
  const areas: Feature[] = [];
  const numbers: Feature[] = [];
  for (const held of item.areas) {
    const outline = outlines.get(held.place ?? "");
    const found = outline && tally(held, window);
    if (!outline || !found) continue;
    const said = { ...properties(areaKey(held), held, found), level: outline.properties.level };
    areas.push({ type: "Feature", properties: said, geometry: outline.geometry });
    numbers.push({ type: "Feature", properties: said, geometry: { type: "Point", coordinates: outline.properties.at } });
  }
  return [areas, numbers];
}

function wayOf(movement: Movement): Feature<LineString>[] {
  const known = movement.stops.filter((s) => s.lon !== null && s.lat !== null);
  if (known.length < 2) return [];
  const line = way(known.map((s) => [s.lon ?? 0, s.lat ?? 0]));
  return [{ type: "Feature", properties: { key: movement.id, denied: movement.denied }, geometry: line }];
}

function arrowOf(line: Feature<LineString>): Feature[] {
  const arrow = arrowOn(line.geometry);
  return arrow ? [{ ...arrow, properties: { ...line.properties, ...arrow.properties } }] : [];
}

function stopsOf(movement: Movement): Feature[] {
  return movement.stops.flatMap((stop): Feature[] => {
    if (stop.lon === null || stop.lat === null) return [];
    const said = { key: movement.id, name: stop.name, exact: stop.exact, denied: movement.denied };
    return [{ type: "Feature", properties: said, geometry: { type: "Point", coordinates: [stop.lon, stop.lat] } }];
  });
}

function presenceIn(item: MapItem, outlines: Outlines, window: Window): Feature[] {
  const order = holders(item.presence);
  return item.presence.flatMap((one): Feature[] => {
    const geometry = groundOf(one, outlines);
    if (!touches(one, window) || !geometry) return [];
    const hatch = order.indexOf(one.who) % HATCHES;
    return [{ type: "Feature", properties: { key: presenceKey(one), hatch, denied: one.denied }, geometry }];
  });
}

function groundOf(one: Presence, outlines: Outlines): Geometry | undefined {
  if (one.lon === null || one.lat === null) return outlines.get(one.place ?? "")?.geometry;
  return circle(one.lon, one.lat, Math.max(one.radius_m ?? 0, LEAST_RADIUS));
}
