// Shapes on the globe, in degrees.

import type { Feature, LineString, Point, Polygon, Position } from "geojson";

const METRES_PER_DEGREE = 111_320;
const CORNERS = 48;
const HEAD_AT = 0.55;

/** A circle of a radius in metres, as a polygon. */
export function circle(lon: number, lat: number, metres: number): Polygon {
  const high = metres / METRES_PER_DEGREE;
  const wide = high / Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
  const ring = Array.from({ length: CORNERS + 1 }, (_, n): Position => {
    const turn = (2 * Math.PI * (n % CORNERS)) / CORNERS;
    return [lon + wide * Math.cos(turn), lat + high * Math.sin(turn)];
  });
  return { type: "Polygon", coordinates: [ring] };
}

/** A way through its stops: a gentle bow for each leg, so that there and back are two lines. */
export function way(stops: readonly Position[]): LineString {
  const line: Position[] = stops.slice(0, 1).map((p) => [...p]);
  for (let n = 1; n < stops.length; n++) {
    const [a, b] = [stops[n - 1] as Position, stops[n] as Position];
    for (let step = 1; step <= 16; step++) line.push(bow(a, b, step / 16));
  }
  return { type: "LineString", coordinates: line };
}

function bow(a: Position, b: Position, t: number): Position {
  const [x1 = 0, y1 = 0] = a;
  const [x2 = 0, y2 = 0] = b;
  const middle = [(x1 + x2) / 2 - (y2 - y1) * 0.16, (y1 + y2) / 2 + (x2 - x1) * 0.16] as const;
  const s = 1 - t;
  return [s * s * x1 + 2 * s * t * middle[0] + t * t * x2, s * s * y1 + 2 * s * t * middle[1] + t * t * y2];
}

/** Where on a way the arrow of its last leg sits, and whither it points (degrees clockwise from north). */
export function arrowOn(line: LineString): Feature<Point, { turn: number }> | null {
  const points = line.coordinates.slice(-17);
  const at = Math.floor((points.length - 1) * HEAD_AT);
  const [a, b] = [points[at], points[at + 1]];
  if (!a || !b) return null;
  const [x1 = 0, y1 = 0] = a;
  const [x2 = 0, y2 = 0] = b;
  const turn = (Math.atan2((x2 - x1) * Math.cos((y1 * Math.PI) / 180), y2 - y1) * 180) / Math.PI;
  return { type: "Feature", properties: { turn }, geometry: { type: "Point", coordinates: b } };
}

/** West, south, east, north. */
export type Box = [number, number, number, number];
