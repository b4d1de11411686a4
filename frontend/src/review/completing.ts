// Completions of a field as the native list of suggestions.

import { make } from "../dom";
import { fetchItem } from "../envelope";

interface Suggestion {
  readonly value: string;
  readonly words: string;
}

/** Milliseconds without a key after which the server is asked. */
const PAUSE = 120;

/** Give every `<input data-complete="URL">` below a node its suggestions. */
export function complete(root: ParentNode): void {
  for (const [n, field] of [...root.querySelectorAll<HTMLInputElement>("input[data-complete]")].entries()) {
    const list = make("datalist", { id: `complete-${n}` });
    field.after(list);
    field.setAttribute("list", list.id);
    field.autocomplete = "off";
    let timer = 0;
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void suggest(field, list), PAUSE);
    });
  }
}

async function suggest(field: HTMLInputElement, list: HTMLElement): Promise<void> {
  const asked = field.value.trim();
  if (!asked) return list.replaceChildren();
  const url = new URL(field.dataset["complete"] ?? "", location.href);
  url.searchParams.set("q", asked);
  try {
    const found = await fetchItem<readonly Suggestion[]>(url.pathname + url.search);
    // The reader has typed on: this answer is not to his question.
    if (field.value.trim() === asked) list.replaceChildren(...found.map((s) => make("option", { value: s.value }, s.words)));
  } catch {
    // Without suggestions the field is still a field; the server says what is wrong when the form is sent.
    list.replaceChildren();
  }
}
