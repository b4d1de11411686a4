// The map's layers, from the ground up. Areas never join the clusters: a province's incidents are no point.

import type { FeatureCollection } from "geojson";
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { colour } from "../look";
import type { Drawn } from "./drawn";

/** What the reader can switch off, with the layers that go. */
export const GROUPS: Readonly<Record<string, { words: string; layers: readonly string[] }>> = {
  points: { words: "Points", layers: ["radii", "radii-edge", "clusters", "cluster-numbers", "signs", "numbers"] },
  areas: { words: "Areas", layers: ["held", "held-edge", "held-numbers"] },
  ways: { words: "Movements", layers: ["ways", "ways-denied", "stops", "arrows"] },
  presence: { words: "Presence", layers: ["presence", "presence-edge"] },
};

/** Layers that answer to the pointer, topmost first. */
export const PICKED = ["held-numbers", "signs", "clusters", "arrows", "stops", "ways", "ways-denied", "radii", "held", "presence"];

const FONT = ["Noto Sans Regular"];
const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };
/** What has a line around it needs no smooth edge of its own, which costs a program of the graphics card for each kind of fill. */
const EDGED = { "fill-antialias": false } as const;
/** Pixels within which points become one cluster, up to this zoom. */
const CLUSTER = { clusterRadius: 34, clusterMaxZoom: 9 };

/** Pixels by which a line may leave what it stands for: half the corners, where each is drawn without a graphics card. */
const TOLERANCE = 0.8;

/** Pixels from where an area's name is put to its number. */
const BESIDE: [number, number] = [0, -15];

/** The whole style: no glyph server, no tiles, no sprite. */
export function style(ground: string, outlines: FeatureCollection, names: FeatureCollection): StyleSpecification {
  const own = { type: "geojson", data: EMPTY, tolerance: TOLERANCE } as const;
  const points = {
    ...own,
    cluster: true,
    ...CLUSTER,
    clusterProperties: { sum: ["+", ["get", "n"]], loose: ["+", ["case", ["boolean", ["get", "exact"]], 0, 1]] },
  };
  const sources: Record<keyof Drawn, typeof own> = {
    points, radii: own, held: own, heldNumbers: own, ways: own, arrows: own, stops: own, presence: own,
  };
  return {
    version: 8,
    sources: {
      ground: { type: "geojson", data: ground, tolerance: TOLERANCE },
      outlines: { type: "geojson", data: outlines, tolerance: TOLERANCE },
      names: { type: "geojson", data: names },
      ...sources,
    } as StyleSpecification["sources"],
    layers: [...groundLayers(), ...areaLayers(), ...nameLayers(), ...wayLayers(), ...pointLayers(), heldNumbers()],
  };
}

function groundLayers(): LayerSpecification[] {
  return [
    { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
    { id: "land", type: "fill", source: "ground", filter: ["==", ["get", "kind"], "land"], paint: { "fill-color": colour("land") } },
    {
      id: "borders", type: "line", source: "ground", filter: ["==", ["get", "kind"], "border"],
      paint: { "line-color": colour("border"), "line-width": 1.2 },
    },
    {
      id: "districts", type: "line", source: "outlines", minzoom: 5.2, filter: ["==", ["get", "level"], "district"],
      paint: { "line-color": colour("border2"), "line-width": 0.8 },
    },
    {
      id: "provinces", type: "line", source: "outlines", filter: ["==", ["get", "level"], "province"],
      paint: { "line-color": colour("border"), "line-width": 1.1 },
    },
  ];
}

function areaLayers(): LayerSpecification[] {
  // A whole country under a tint would hide all else.
  const byNumber: ExpressionSpecification = ["step", ["get", "n"], 0.12, 3, 0.2, 10, 0.3, 50, 0.4];
  const areaOpacity: ExpressionSpecification = ["case", ["==", ["get", "level"], "country"], 0.04, byNumber];
  const shade = colour("shade");
  return [
    {
      id: "held", type: "fill", source: "held",
      paint: { "fill-color": shade, "fill-opacity": areaOpacity, ...EDGED },
    },
    { id: "held-edge", type: "line", source: "held", paint: { "line-color": shade, "line-width": 1.3, "line-dasharray": [3, 2] } },
    {
      id: "presence", type: "fill", source: "presence",
      paint: { "fill-pattern": ["concat", "hatch-", ["get", "hatch"]], "fill-opacity": ["case", ["boolean", ["get", "denied"]], 0.35, 0.9], ...EDGED },
    },
    { id: "presence-edge", type: "line", source: "presence", paint: { "line-color": colour("soft"), "line-width": 1 } },
  ];
}

function wayLayers(): LayerSpecification[] {
  const line = { "line-width": 2.4, "line-color": colour("ink") } as const;
  const denied: ExpressionSpecification = ["boolean", ["get", "denied"]];
  return [
    { id: "ways", type: "line", source: "ways", filter: ["!", denied], layout: { "line-cap": "round" }, paint: line },
    {
      id: "ways-denied", type: "line", source: "ways", filter: denied,
      paint: { ...line, "line-color": colour("warn"), "line-dasharray": [2, 1.5] },
    },
    {
      id: "stops", type: "circle", source: "stops",
      paint: {
        "circle-radius": 4.5, "circle-stroke-width": 1.6, "circle-stroke-color": ["case", denied, colour("warn"), colour("ink")],
        "circle-color": ["case", ["boolean", ["get", "exact"]], colour("ink"), colour("card")],
      },
    },
    {
      id: "arrows", type: "symbol", source: "arrows",
      layout: {
        "icon-image": ["case", denied, "arrow-denied", "arrow"], "icon-rotate": ["get", "turn"],
        "icon-rotation-alignment": "map", "icon-allow-overlap": true, "icon-ignore-placement": true,
      },
    },
  ];
}

function nameLayers(): LayerSpecification[] {
  const paint = { "text-color": colour("soft"), "text-halo-color": colour("land"), "text-halo-width": 1.4 };
  return [
    {
      id: "district-names", type: "symbol", source: "names", minzoom: 7, filter: ["==", ["get", "level"], "district"],
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11 }, paint,
    },
    {
      id: "province-names", type: "symbol", source: "names", minzoom: 4, maxzoom: 8.5, filter: ["==", ["get", "level"], "province"],
      layout: {
        "text-field": ["upcase", ["get", "name"]], "text-font": FONT, "text-size": 11, "text-letter-spacing": 0.1,
        "text-max-width": 8,
      },
      paint,
    },
  ];
}

const abbreviated = (n: string): ExpressionSpecification =>
  ["case", [">=", ["get", n], 10000], ["concat", ["round", ["/", ["get", n], 1000]], "k"], ["to-string", ["get", n]]];

const NUMBER = { "text-font": FONT, "text-allow-overlap": true, "text-ignore-placement": true } as const;

/** The number of an area: above the signs and beside where it is put, since a sign may stand at the same spot. */
function heldNumbers(): LayerSpecification {
  return {
    id: "held-numbers", type: "symbol", source: "heldNumbers",
    layout: {
      "icon-image": "frame", "icon-text-fit": "both", "icon-allow-overlap": true, "text-field": abbreviated("n"),
      ...NUMBER, "text-size": 11.5, "symbol-sort-key": ["-", ["get", "n"]],
    },
    paint: { "text-color": colour("ink"), "icon-translate": BESIDE, "text-translate": BESIDE },
  };
}

function pointLayers(): LayerSpecification[] {
  const cluster: ExpressionSpecification = ["has", "point_count"];
  const edge: ExpressionSpecification = ["case", ["boolean", ["get", "contested"]], colour("warn"), colour("soft")];
  return [
    { id: "radii", type: "fill", source: "radii", minzoom: 5, paint: { "fill-color": colour("soft"), "fill-opacity": 0.08, ...EDGED } },
    {
      id: "radii-edge", type: "line", source: "radii", minzoom: 5,
      paint: { "line-color": edge, "line-width": 1, "line-dasharray": [3, 3] },
    },
    {
      id: "clusters", type: "circle", source: "points", filter: cluster,
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["log10", ["max", ["get", "sum"], 1]], 0, 11, 1, 14, 2, 18, 4, 28],
        // A cluster that holds a place known only to a radius is hollow, as such a place's sign is.
        "circle-color": ["case", [">", ["get", "loose"], 0], colour("card"), colour("accent")],
        "circle-stroke-color": colour("accent"), "circle-stroke-width": 2,
      },
    },
    {
      id: "cluster-numbers", type: "symbol", source: "points", filter: cluster,
      layout: { "text-field": abbreviated("sum"), ...NUMBER, "text-size": 12 },
      paint: { "text-color": ["case", [">", ["get", "loose"], 0], colour("ink"), colour("card")] },
    },
    {
      id: "signs", type: "symbol", source: "points", filter: ["!", cluster],
      layout: {
        "icon-image": ["concat", "sign-", ["get", "family"], ["case", ["boolean", ["get", "exact"]], "", "-loose"]],
        "icon-size": ["step", ["get", "n"], 0.72, 2, 0.9], "icon-allow-overlap": true, "icon-ignore-placement": true,
      },
    },
    {
      id: "numbers", type: "symbol", source: "points", filter: ["all", ["!", cluster], [">", ["get", "n"], 1]],
      layout: { "text-field": abbreviated("n"), ...NUMBER, "text-size": 10.5 },
      paint: { "text-color": ["case", ["boolean", ["get", "exact"]], colour("card"), colour("ink")] },
    },
  ];
}
