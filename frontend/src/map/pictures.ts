// Pictures that the map's layers refer to: signs of families, hatches, the arrow and the frame of an area's number.

import type { Map as MapGl } from "maplibre-gl";
import { colour, type Family } from "../look";
import { HATCHES } from "./drawn";

const SCALE = 2;
/** Units across a sign, a little more than the widest path. */
const SIGN = 32;
const TILE = 10;

/** Put all pictures into a map, in the colours of now. */
export function addPictures(map: MapGl, families: readonly Family[]): void {
  for (const family of families) {
    put(map, `sign-${family.key}`, sign(family, true));
    put(map, `sign-${family.key}-loose`, sign(family, false));
  }
  for (let n = 0; n < HATCHES; n++) put(map, `hatch-${n}`, hatch(n));
  put(map, "arrow", arrow("ink"));
  put(map, "arrow-denied", arrow("warn"));
  const frame = boxed();
  map.addImage("frame", frame, {
    pixelRatio: SCALE,
    stretchX: [[10, 22]],
    stretchY: [[10, 22]],
    content: [8, 6, 24, 26],
  });
}

function put(map: MapGl, name: string, picture: ImageData): void {
  map.addImage(name, picture, { pixelRatio: SCALE });
}

function paint(size: number, draw: (pen: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * SCALE;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("no canvas");
  pen.scale(SCALE, SCALE);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

function sign(family: Family, exact: boolean): ImageData {
  return paint(SIGN, (pen) => {
    const path = new Path2D(family.sign);
    const own = colour(`f-${family.key}`);
    pen.translate(SIGN / 2, SIGN / 2);
    pen.lineJoin = "round";
    pen.lineWidth = exact ? 1.6 : 2.4;
    pen.fillStyle = exact ? own : colour("card");
    pen.strokeStyle = exact ? colour("card") : own;
    pen.fill(path);
    pen.stroke(path);
  });
}

/** Lines of a tile that joins itself, one direction or two for each hatch, so that colour is not needed to tell them. */
function hatch(number: number): ImageData {
  const lines: readonly (readonly [number, number, number, number])[][] = [
    [[0, TILE, TILE, 0], [-5, 5, 5, -5], [5, 15, 15, 5]],
    [[0, 0, TILE, TILE], [-5, 5, 5, 15], [5, -5, 15, 5]],
    [[0, 5, TILE, 5]],
    [[5, 0, 5, TILE]],
    [[0, TILE, TILE, 0], [0, 0, TILE, TILE]],
    [[0, 5, TILE, 5], [5, 0, 5, TILE]],
  ];
  return paint(TILE, (pen) => {
    pen.strokeStyle = colour(`h${number}`);
    pen.globalAlpha = 0.8;
    pen.lineWidth = 1.5;
    for (const [x1, y1, x2, y2] of lines[number] ?? []) {
      pen.beginPath();
      pen.moveTo(x1, y1);
      pen.lineTo(x2, y2);
      pen.stroke();
    }
  });
}

function arrow(name: string): ImageData {
  return paint(16, (pen) => {
    pen.fillStyle = colour(name);
    pen.strokeStyle = colour("land");
    const path = new Path2D("M8 1L15 14L8 11L1 14Z");
    pen.fill(path);
    pen.stroke(path);
  });
}

function boxed(): ImageData {
  return paint(16, (pen) => {
    pen.fillStyle = colour("card");
    pen.strokeStyle = colour("shade");
    pen.lineWidth = 1.4;
    pen.beginPath();
    pen.roundRect(1, 1, 14, 14, 3);
    pen.fill();
    pen.stroke();
  });
}
