// Finds the islands of a page and starts each with its own code; a page without islands loads only this file.

import { make } from "./dom";
import { ask, Refused } from "./envelope";
import { listen, tidy } from "./shortcuts";

type Start = (island: HTMLElement) => Promise<void> | void;

const ISLANDS: Readonly<Record<string, () => Promise<{ start: Start }>>> = {
  map: () => import("./map"),
  timeline: () => import("./timeline"),
  network: () => import("./network"),
  review: () => import("./review"),
  progress: () => import("./progress"),
  tolls: () => import("./charts/tolls"),
  origins: () => import("./charts/origins"),
};

/** Start one island; what it cannot draw, it says, and the server's fallback stays. */
async function begin(island: HTMLElement): Promise<void> {
  const load = ISLANDS[island.dataset["island"] ?? ""];
  if (!load) return;
  // The data are on their way while the code is: an answer that fails is told to whoever reads it.
  for (const address of [island.dataset["src"], island.dataset["areas"]]) if (address) ask(address).catch(() => undefined);
  try {
    const { start } = await load();
    await start(island);
    island.dataset["ready"] = "yes";
  } catch (error) {
    island.dataset["ready"] = "failed";
    const words = error instanceof Refused ? `${error.message}; ${error.hint}` : "this drawing could not be made";
    island.prepend(make("p", { class: "soft", role: "status" }, `No drawing here: ${words}.`));
    if (!(error instanceof Refused)) throw error;
  }
}

listen();
tidy();
for (const island of document.querySelectorAll<HTMLElement>("[data-island]")) void begin(island);
