// The review island: keys press the buttons of the page's own forms; what the server answers is shown, nothing is pretended.

import "./review.css";
import { make } from "../dom";
import { readEnvelope, Refused } from "../envelope";
import { still } from "../look";
import { isTyping } from "../shortcuts";
import { complete } from "./completing";
import { KEYS, moved, pace, wishOf } from "./keys";

interface Decision {
  readonly judgement: string;
  readonly words: string;
  /** The fields to post to take it back. */
  readonly undo: Readonly<Record<string, string>>;
}

interface Done {
  readonly item: HTMLElement;
  readonly form: HTMLFormElement;
  readonly decision: Decision;
}

/** Give a list of items its keys. */
export function start(list: HTMLElement): void {
  complete(list);
  if (list.querySelector("[data-item]")) new Review(list).listen();
}

class Review {
  private at = 0;
  private readonly done: Done[] = [];
  private readonly begun = performance.now();
  private readonly status = make("p", { class: "review-status", role: "status" });
  private readonly help = helpDialog();
  /** One writer: a decision is sent when the one before has been answered. */
  private line: Promise<void> = Promise.resolve();

  constructor(private readonly list: HTMLElement) {
    const button = make("button", { type: "button", class: "quiet", click: () => this.help.showModal() }, "Keys ?");
    list.before(make("div", { class: "review-bar" }, this.status, button));
    list.after(this.help);
  }

  listen(): void {
    document.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("submit", (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
      event.preventDefault();
      this.send(form, event.submitter);
    });
    this.list.addEventListener("focusin", (event) => {
      const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-item]") : null;
      if (item) this.take(this.items().indexOf(item));
    });
    this.take(0);
    this.say("");
  }

  private items(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[data-item]")];
  }

  private item(): HTMLElement | undefined {
    return this.items()[this.at];
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && event.target instanceof HTMLElement && this.list.contains(event.target)) return this.go(0);
    const wish = isTyping(event) || this.help.open ? undefined : wishOf(event.key);
    if (!wish) return;
    event.preventDefault();
    switch (wish.do) {
      case "move":
        return this.go(wish.by);
      case "judge":
        return this.press(wish.verdict);
      case "correct":
        return this.correct();
      case "undo":
        return this.undo();
      case "open":
        return this.item()?.querySelector<HTMLAnchorElement>("a[href]")?.click();
      case "help":
        return this.help.showModal();
    }
  }

  private take(at: number): void {
    this.at = at;
    this.items().forEach((item, n) => (n === at ? item.setAttribute("aria-current", "true") : item.removeAttribute("aria-current")));
  }

  private go(by: number): void {
    this.take(moved(this.at, by, this.items().length));
    const item = this.item();
    item?.setAttribute("tabindex", "-1");
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: "nearest", behavior: still() ? "instant" : "smooth" });
  }

  private press(verdict: string): void {
    const item = this.item();
    const button = item?.querySelector<HTMLButtonElement>(`button[name=verdict][value=${verdict}]`);
    if (!button?.form) return this.say(`this item cannot be judged "${verdict}"`);
    if (item?.dataset["state"] === "sending" || item?.dataset["state"] === "decided") return this.say("already decided; u takes the last decision back");
    this.send(button.form, button);
  }

  private correct(): void {
    const box = this.item()?.querySelector<HTMLDetailsElement>("details[data-correct]");
    if (!box) return this.say("nothing of this item can be corrected here");
    box.open = true;
    box.querySelector<HTMLElement>("select, input:not([type=hidden])")?.focus();
  }

  /** Send a form of an item and go on to the next; its answer comes to stand in the item. */
  private send(form: HTMLFormElement, button: HTMLElement | null): void {
    const item = form.closest<HTMLElement>("[data-item]");
    if (!item) return form.submit();
    const body = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
    mark(item, "sending", "sending …");
    this.go(1);
    this.queue(async () => {
      const decision = await post(form.action, body);
      this.done.push({ item, form, decision });
      mark(item, "decided", decision.words);
    }, item);
  }

  private undo(): void {
    const last = this.done.pop();
    if (!last) return this.say("nothing decided here yet");
    const { item, form, decision } = last;
    const body = new URLSearchParams(hiddenOf(form));
    for (const [name, value] of Object.entries(decision.undo)) body.set(name, value);
    this.take(this.items().indexOf(item));
    this.go(0);
    mark(item, "sending", "taking back …");
    this.queue(async () => {
      await post(form.action, body);
      mark(item, "open", "taken back");
    }, item);
  }

  private queue(work: () => Promise<void>, item: HTMLElement): void {
    this.line = this.line.then(work).then(
      () => this.say(""),
      (error: unknown) => {
        const words = error instanceof Refused ? `${error.message}; ${error.hint}` : "the server could not be reached; nothing was written";
        mark(item, "refused", words);
        this.say(`not done: ${words}`);
      },
    );
  }

  private say(words: string): void {
    const left = this.items().filter((i) => i.dataset["state"] !== "decided").length;
    const speed = pace(this.done.length, performance.now() - this.begun);
    const facts = [`${this.done.length} decided`, `${left} to go`, speed ? `${speed} an hour` : ""].filter(Boolean).join(", ");
    this.status.textContent = words ? `${words} (${facts})` : facts;
  }
}

/** Post a form to its address's JSON twin. */
async function post(address: string, body: URLSearchParams): Promise<Decision> {
  const answer = await fetch(`${address}.json`, { method: "POST", body, credentials: "same-origin" });
  return (await readEnvelope<Decision>(answer)).item;
}

function hiddenOf(form: HTMLFormElement): [string, string][] {
  return [...form.querySelectorAll<HTMLInputElement>("input[type=hidden]")].map((i) => [i.name, i.value]);
}

function mark(item: HTMLElement, state: "sending" | "decided" | "refused" | "open", words: string): void {
  item.dataset["state"] = state;
  let line = item.querySelector(".review-said");
  if (!line) item.append((line = make("p", { class: "review-said" })));
  line.textContent = words;
}

function helpDialog(): HTMLDialogElement {
  const rows = KEYS.flatMap(([key, , words]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, words)]);
  return make(
    "dialog",
    { class: "review-help", "aria-label": "Keys" },
    make("h2", {}, "Keys"),
    make("dl", {}, ...rows, make("dt", {}, make("kbd", {}, "Esc")), make("dd", {}, "out of a field, back to the item")),
    make("form", { method: "dialog" }, make("button", { class: "quiet" }, "Close")),
  );
}
