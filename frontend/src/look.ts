// What the pages look like (style.css) and what the reader's system prefers.

/** A colour of the style sheet by the name of its custom property, without the dashes. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "#4b5157";
}

/** Whether things are to stand still. */
export function still(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Call back when the page turns dark or light. */
export function onTurn(call: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", call);
}

/** The kinds of happenings in their order; each has a colour `f-…` in the style sheet. */
export interface Family {
  readonly key: string;
  readonly words: string;
  /** SVG path of its sign around (0, 0), about 28 units wide. */
  readonly sign: string;
}
