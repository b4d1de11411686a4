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
