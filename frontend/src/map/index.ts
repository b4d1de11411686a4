// The map island: MapLibre GL on an offline ground, with what /map.json holds.

import "maplibre-gl/dist/maplibre-gl.css";
import "./map.css";
import type { FeatureCollection, Geometry, Position } from "geojson";
import { type GeoJSONSource, Map as MapGl, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { setState, state } from "../address";
import { keepFallback, make } from "../dom";
import { fetchItem, Refused } from "../envelope";
import { onTurn } from "../look";
import ground from "./base.json?url";
import { drawn, HATCHES, holders, type Outline, type Outlines, pickables } from "./drawn";
import { type Box } from "./geometry";
import { GROUPS, PICKED, style } from "./layers";
import { bulk, type Held, type MapItem, spanOf, tally, type Window } from "./model";
import { type Panel, show, showSome, signOf } from "./panel";
import { addPictures } from "./pictures";
import { parseWindow, type Slider, slider, total, windowText } from "./slider";

interface Areas extends FeatureCollection<Geometry, Outline> {
  readonly attribution?: string;
}

/** Everything that the handlers share. */
interface Atlas {
  readonly map: MapGl;
  readonly item: MapItem;
  readonly outlines: Outlines;
  readonly areas: Areas;
  readonly panel: Panel;
  readonly words: HTMLElement;
  slider: Slider | null;
  window: Window;
  readonly all: Window;
}

/** A window that everything dated lies in. */
const ALWAYS: Window = { first: -1e6, last: 1e6 };
const LEAST_DEGREES = 1;
const MARGIN = 0.4;

/** Draw the map of an island. */
export async function start(island: HTMLElement): Promise<void> {
  const [item, areas] = await Promise.all([
    fetchItem<MapItem>(island.dataset["src"] ?? "/map/layers.json"),
    fetchItem<Areas>(island.dataset["areas"] ?? "/map/areas.json"),
  ]);
  if (!document.createElement("canvas").getContext("webgl2")) {
    throw new Refused(0, "this browser has no WebGL 2, which the map needs", "the table holds the same");
  }
  setWorkerUrl(workerUrl);
  const atlas = build(keepFallback(island, "The map as a table"), item, areas);
  atlas.map.once("render", () => performance.mark("map-frame"));
  await new Promise<void>((done) => atlas.map.once("idle", () => done()));
  performance.mark("map");
}

function build(box: HTMLElement, item: MapItem, areas: Areas): Atlas {
  const outlines: Outlines = new Map(areas.features.map((f) => [f.properties.id, f]));
  const canvas = make("div", { class: "map-canvas" });
  const words = make("p", { class: "map-words", "aria-live": "polite" });
  const list = make("aside", { class: "map-panel", "aria-label": "What the map shows", tabindex: 0 });
  const frame = make("div", { class: "map-frame" }, make("div", { class: "map-stage" }, canvas), list);
  box.append(words, frame, legend(item), credit(areas));
  const all = spanOf(item) ?? ALWAYS;
  const map = open(canvas, item, areas, outlines);
  const atlas: Atlas = {
    map, item, outlines, areas, words, all, slider: null, window: ALWAYS,
    panel: {
      box: list, things: pickables(item), more: item.more, signs: new Map(item.families.map((f) => [f.key, f])),
      pick: (key) => pick(atlas, key),
    },
  };
  if (spanOf(item)) {
    atlas.slider = slider(item, all, (window) => {
      setState({ days: windowText(window) });
      atlas.window = window ?? ALWAYS;
      refresh(atlas);
    });
    frame.after(atlas.slider.box);
  }
  frame.before(switches(atlas));
  restore(atlas);
  listen(atlas);
  return atlas;
}

function open(canvas: HTMLElement, item: MapItem, areas: Areas, outlines: Outlines): MapGl {
  const at = (state()["at"] ?? "").split(",").map(Number);
  const seen = at.length === 3 && at.every(Number.isFinite);
  const map = new MapGl({
    container: canvas,
    style: style(ground, areas, namesOf(areas)),
    ...(seen ? { center: [at[0] ?? 0, at[1] ?? 0], zoom: at[2] ?? 5 } : { bounds: bounds(item, outlines) }),
    fitBoundsOptions: { padding: 24, maxZoom: 9 },
    maxZoom: 13,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    validateStyle: false,
    // A finger that scrolls the page must not be caught by the map.
    cooperativeGestures: matchMedia("(pointer: coarse)").matches,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
  map.getCanvas().setAttribute("aria-label", "Map: arrow keys move it, plus and minus zoom; the list beside it names every place");
  return map;
}

function namesOf(areas: Areas): FeatureCollection {
  const features = areas.features
    .filter((f) => f.properties.at)
    .map((f) => ({ ...f, geometry: { type: "Point" as const, coordinates: f.properties.at } }));
  return { type: "FeatureCollection", features };
}

/** Where most lies, so that talks in a far capital do not make the rest small; the pack's own areas where nothing does. */
function bounds(item: MapItem, outlines: Outlines): Box {
  // A place counts as often as things were held there, up to what shows where most is.
  const weigh = (held: Held, at: Position | undefined): Position[] =>
    at ? new Array<Position>(Math.min(tally(held, ALWAYS)?.n ?? 0, 50)).fill(at) : [];
  const weighed = [
    ...item.points.flatMap((p) => weigh(p, [p.lon, p.lat])),
    ...item.areas.flatMap((a) => weigh(a, outlines.get(a.place ?? "")?.properties.at)),
  ];
  const spots = weighed.length ? weighed : [...outlines.values()].map((o) => o.properties.at);
  const [lons, lats] = [0, 1].map((n) => bulk(spots.map((p) => p[n] ?? 0), LEAST_DEGREES));
  if (!lons || !lats) return [-170, -55, 170, 75];
  return [lons[0] - MARGIN, lats[0] - MARGIN, lons[1] + MARGIN, lats[1] + MARGIN];
}

function listen(atlas: Atlas): void {
  const { map } = atlas;
  map.on("style.load", () => {
    addPictures(map, atlas.item.families);
    refresh(atlas);
    hideOff(atlas);
  });
  map.on("moveend", () => {
    const { lng, lat } = map.getCenter();
    setState({ at: [lng.toFixed(3), lat.toFixed(3), map.getZoom().toFixed(2)].join(",") });
  });
  map.on("click", (event) => void clicked(atlas, event.point));
  const layers = () => PICKED.filter((id) => map.getLayer(id));
  map.on("mousemove", (event) => {
    const hit = !map.isMoving() && map.isStyleLoaded() && map.queryRenderedFeatures(event.point, { layers: layers() }).length;
    map.getCanvas().style.cursor = hit ? "pointer" : "";
  });
  addEventListener("popstate", () => restore(atlas));
  addEventListener("hashchange", () => restore(atlas));
  // Made anew as a whole: pictures bear the old colours.
  onTurn(() => map.setStyle(style(ground, atlas.areas, namesOf(atlas.areas)), { diff: false }));
}

async function clicked(atlas: Atlas, point: { x: number; y: number }): Promise<void> {
  const { map } = atlas;
  const layers = PICKED.filter((id) => map.getLayer(id));
  const reach = 4;
  const hits = map.queryRenderedFeatures(
    [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]], { layers },
  );
  const first = hits[0];
  if (!first) return pick(atlas, "");
  if (first.layer.id === "clusters" && first.geometry.type === "Point") {
    const source = map.getSource<GeoJSONSource>("points");
    const id = Number(first.properties["cluster_id"]);
    const zoom = (await source?.getClusterExpansionZoom(id)) ?? 20;
    if (zoom <= map.getMaxZoom()) map.easeTo({ center: first.geometry.coordinates as [number, number], zoom });
    else showSome(atlas.panel, (await source?.getClusterLeaves(id, 50, 0))?.map((l) => String(l.properties?.["key"])) ?? [], atlas.window);
    return;
  }
  // Areas lie over each other (a province's incidents, two presences): the panel shows all that were hit.
  const keys = [...new Set(hits.filter((h) => h.layer.id !== "clusters").map((h) => String(h.properties["key"])))];
  if (keys.length === 1 || first.layer.id === "signs") pick(atlas, keys[0] ?? "");
  else showSome(atlas.panel, keys, atlas.window);
}

function pick(atlas: Atlas, key: string): void {
  setState({ pick: key }, true);
  show(atlas.panel, key, atlas.window);
  if (key) atlas.panel.box.focus({ preventScroll: true });
}

/** Take up what the address says. */
function restore(atlas: Atlas): void {
  const kept = state();
  const window = parseWindow(kept["days"]);
  atlas.slider?.set(window);
  atlas.window = window ?? ALWAYS;
  refresh(atlas);
  show(atlas.panel, kept["pick"] ?? "", atlas.window);
  hideOff(atlas);
}

function refresh(atlas: Atlas): void {
  const { map, item, window } = atlas;
  for (const [name, data] of Object.entries(drawn(item, atlas.outlines, window)) as [string, FeatureCollection][]) {
    map.getSource<GeoJSONSource>(name)?.setData(data);
  }
  const n = total(item, window);
  const beside = item.unplaced ? `; ${item.unplaced.toLocaleString("en")} more cannot be placed` : "";
  atlas.words.textContent = `${n.toLocaleString("en")} ${n === 1 ? "incident" : "incidents"} on the map${beside}`;
  if (!state()["pick"]) show(atlas.panel, "", window);
}

function switches(atlas: Atlas): HTMLElement {
  const boxes = Object.entries(GROUPS).map(([name, { words }]) => {
    const input = make("input", { type: "checkbox", value: name, checked: true });
    input.addEventListener("change", () => {
      const off = [...field.querySelectorAll("input")].filter((i) => !i.checked).map((i) => i.value);
      setState({ off: off.join(",") });
      hideOff(atlas);
    });
    return make("label", {}, input, ` ${words}`);
  });
  const field = make("fieldset", { class: "map-switches" }, make("legend", {}, "Show"), ...boxes);
  return field;
}

function hideOff(atlas: Atlas): void {
  const off = (state()["off"] ?? "").split(",");
  const box = atlas.panel.box.closest(".drawing-box");
  for (const input of box?.querySelectorAll<HTMLInputElement>(".map-switches input") ?? []) input.checked = !off.includes(input.value);
  for (const [name, { layers }] of Object.entries(GROUPS)) {
    for (const id of layers.filter((l) => atlas.map.getLayer(l))) {
      atlas.map.setLayoutProperty(id, "visibility", off.includes(name) ? "none" : "visible");
    }
  }
}

function legend(item: MapItem): HTMLElement {
  const used = new Set([...item.points, ...item.areas].flatMap((h) => [
    ...h.incidents.map((i) => i.family), ...h.counts.map(([family]) => family),
  ]));
  const key = (mark: Node | string, words: string) => make("li", {}, mark, ` ${words}`);
  const families = item.families.filter((f) => used.has(f.key)).map((f) => key(signOf(f), f.words));
  const who = holders(item.presence).slice(0, HATCHES).map((name, n) => key(make("span", { class: `map-key hatch h${n}` }), name));
  const rest = holders(item.presence).length > HATCHES ? [key("", "more organisations share these hatches: pick an area to see which")] : [];
  const some = item.families[0];
  const part = (words: string, keys: HTMLElement[]) => (keys.length ? make("div", {}, make("p", { class: "soft" }, words), make("ul", {}, ...keys)) : null);
  return make(
    "div",
    { class: "map-legend", role: "group", "aria-label": "Legend" },
    part("What happened", families),
    part("Where, as exactly as it is known", [
      ...(some ? [key(signOf(some, true), "hollow: near here, within the dashed circle")] : []),
      key(make("span", { class: "map-key area" }), "somewhere in this area; the framed number counts incidents"),
      key(make("span", { class: "map-key many" }), "several places near each other; hollow where one is not exact"),
      ...(item.movements.length ? [key(make("span", { class: "map-key way" }), "claimed movement and its stops; dashed red where denied")] : []),
    ]),
    part("Said to be present", [...who, ...rest]),
  );
}

function credit(areas: Areas): HTMLElement {
  const own = "Ground: Natural Earth (public domain). Borders are drawn as the data have them; no position on disputed territory.";
  return make("p", { class: "map-credit soft" }, `${own} ${areas.attribution ?? ""}`);
}
