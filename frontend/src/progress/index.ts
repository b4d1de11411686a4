// The progress island: what a command in this window or another terminal does to the workbench just now.

import { make } from "../dom";
import { fetchItem, Refused } from "../envelope";
import { type Activity, pause, workingWords } from "./words";

/** Look again and again while the page is seen; when the work ends, the page is made anew. */
export async function start(island: HTMLElement): Promise<void> {
  const address = island.dataset["src"] ?? "/progress.json";
  let before = await fetchItem<Activity | null>(address);
  const look = async (): Promise<void> => {
    if (!document.hidden) {
      const now = await fetchItem<Activity | null>(address).catch((error: unknown) => {
        // A server that is started again is waited for; what it refuses is final.
        if (error instanceof Refused) throw error;
        return before;
      });
      if (before?.state === "working" && now?.state !== "working") return location.reload();
      if (now?.state === "working") show(island, now);
      before = now;
    }
    setTimeout(() => void look(), pause(before));
  };
  if (before?.state === "working") show(island, before);
  setTimeout(() => void look(), pause(before));
}

function show(island: HTMLElement, activity: Activity): void {
  const words = workingWords(activity);
  const line = island.querySelector("[role=status]") ?? make("p", { role: "status" });
  if (line.textContent !== words) line.textContent = words;
  const share = activity.share ?? undefined;
  const bar = island.querySelector("progress") ?? make("progress", { "aria-label": "Progress", max: 1 });
  if (share === undefined) bar.removeAttribute("value");
  else bar.value = share;
  if (!line.isConnected || !bar.isConnected) island.replaceChildren(line, bar);
}
