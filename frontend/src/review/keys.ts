// What each key of the review page does.

/** What a key asks for. */
export type Wish =
  | { readonly do: "move"; readonly by: 1 | -1 }
  | { readonly do: "judge"; readonly verdict: "same" | "different" | "accept" | "reject" }
  | { readonly do: "correct" | "undo" | "open" | "help" };

/** Keys, what they do, and the words that the help shows. */
export const KEYS: readonly (readonly [string, Wish, string])[] = [
  ["j", { do: "move", by: 1 }, "next item"],
  ["k", { do: "move", by: -1 }, "item before"],
  ["s", { do: "judge", verdict: "same" }, "same happening"],
  ["d", { do: "judge", verdict: "different" }, "different happenings"],
  ["a", { do: "judge", verdict: "accept" }, "accept as it stands"],
  ["r", { do: "judge", verdict: "reject" }, "reject"],
  ["c", { do: "correct" }, "correct a field"],
  ["u", { do: "undo" }, "undo the last decision"],
  ["o", { do: "open" }, "open the item"],
  ["?", { do: "help" }, "this help"],
];

/** What a key asks for; undefined for every other key. */
export function wishOf(key: string): Wish | undefined {
  return KEYS.find(([own]) => own === key)?.[1];
}

/** The place of the item after a move, within what there is. */
export function moved(at: number, by: number, count: number): number {
  return Math.max(0, Math.min(count - 1, at + by));
}

/** Decisions per hour since a start, in whole numbers; 0 in the first seconds, when it would say nothing. */
export function pace(decided: number, sinceMs: number): number {
  return sinceMs < 10_000 ? 0 : Math.round((decided * 3_600_000) / sinceMs);
}
