// Write the base map: Natural Earth's land and borders (package world-atlas) as one GeoJSON collection.
// Countries carry no names and no ids: the map takes no position on whose a piece of land is.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { feature, mesh } from "topojson-client";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";

// Hundredths of a degree, about a kilometre: the scale of the data (1:50 million) is coarser.
const DECIMALS = 2;

// Square degrees of the triangle that a point of an outline must span to stay: the packs' districts lie on top, and
// the map is to come in under a megabyte (349 kB compressed without this, 157 kB with it).
const LEAST = 0.005;

const source = new URL("../node_modules/world-atlas/countries-50m.json", import.meta.url);
const target = new URL("../src/map/base.json", import.meta.url);

const round = (value) => (Array.isArray(value) ? value.map(round) : Number(value.toFixed(DECIMALS)));

/** Leave out what rounding has made the same as the point before. */
const thin = (line) => line.filter((p, n) => n === 0 || p[0] !== line[n - 1][0] || p[1] !== line[n - 1][1]);

/** Round a geometry's rings and lines, and drop those that have shrunk to nothing. */
function slim(coordinates, depth, least) {
  if (depth === 1) return thin(round(coordinates));
  return coordinates.map((part) => slim(part, depth - 1, least)).filter((part) => part.length >= (depth === 2 ? least : 1));
}

const drawn = simplify(presimplify(JSON.parse(await readFile(source, "utf8"))), LEAST);
const world = filter(drawn, filterWeight(drawn, LEAST));
const land = feature(world, world.objects.land).features[0].geometry;
const borders = mesh(world, world.objects.countries, (a, b) => a !== b);
const collection = {
  type: "FeatureCollection",
  features: [
    { kind: "land", geometry: { type: "MultiPolygon", coordinates: slim(land.coordinates, 3, 4) } },
    { kind: "border", geometry: { type: "MultiLineString", coordinates: slim(borders.coordinates, 2, 2) } },
  ].map(({ kind, geometry }) => ({ type: "Feature", properties: { kind }, geometry })),
};
await writeFile(target, JSON.stringify(collection));
console.log(`base map: ${fileURLToPath(target)}`);
