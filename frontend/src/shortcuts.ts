// Keys that hold on every page.

const TYPING = "input, textarea, select, [contenteditable]";

/** Whether keys belong to a field now, or to the browser. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return event.ctrlKey || event.metaKey || event.altKey || (target instanceof Element && target.matches(TYPING));
}

/** `/` goes to the search field. */
export function listen(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || isTyping(event)) return;
    const field = document.querySelector<HTMLInputElement>("input[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

/** Leave empty fields out of the address that a filter leads to. */
export function tidy(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "get") return;
    const empty = [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")].filter((f) => f.value === "" && !f.disabled);
    for (const field of empty) field.disabled = true;
    // The browser has taken the fields by then; a page that is come back to is to have them all.
    setTimeout(() => empty.forEach((field) => (field.disabled = false)));
  });
}
