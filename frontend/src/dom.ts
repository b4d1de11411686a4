// Elements made in code: text is always text, never markup.

type Value = string | number | boolean | EventListener | undefined;

/** What an element holds: other nodes, text, or nothing. */
export type Content = Node | string | null | undefined | false;

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element; attributes that are functions become listeners, `true` an empty attribute, `false` none. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...content: Content[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, content);
}

/** The same for SVG. */
export function draw<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...content: Content[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag), attributes, content);
}

function fill<E extends Element>(element: E, attributes: Record<string, Value>, content: readonly Content[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...content.filter((c): c is Node | string => c !== null && c !== undefined && c !== false));
  return element;
}

/** Keep the server's fallback within reach, folded away under what was drawn. */
export function keepFallback(island: HTMLElement, words = "As a table"): HTMLElement {
  const before = [...island.childNodes];
  const drawing = make("div", { class: "drawing-box" });
  const table = make("details", { class: "as-table" }, make("summary", {}, words), ...before);
  island.replaceChildren(drawing, table);
  return drawing;
}
