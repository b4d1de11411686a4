// The one envelope of every .json page.

/** What a page answers as JSON; `item` or `rows` holds what it shows. */
export interface Envelope<Item> {
  readonly marsad: 1;
  readonly page: string;
  readonly total?: number;
  readonly item: Item;
  readonly error?: { readonly message: string; readonly hint: string };
}

/** The server said no, in words for the reader. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

const begun = new Map<string, Promise<Response>>();

/** Ask for a page before the code that reads it is there. */
export function ask(address: string): Promise<Response> {
  const asked = begun.get(address) ?? fetch(address, { credentials: "same-origin" });
  begun.set(address, asked);
  return asked;
}

/** The item of a page. Throws `Refused` with the server's own words. */
export async function fetchItem<Item>(address: string): Promise<Item> {
  const asked = ask(address);
  begun.delete(address);
  return (await readEnvelope<Item>(await asked)).item;
}

/** Read an answer as an envelope. */
export async function readEnvelope<Item>(answer: Response): Promise<Envelope<Item>> {
  const kind = answer.headers.get("content-type") ?? "";
  if (!kind.includes("json")) throw new Refused(answer.status, `the server answered ${answer.status}`, "reload the page");
  const envelope = (await answer.json()) as Envelope<Item>;
  if (!answer.ok || envelope.error) {
    const said = envelope.error ?? { message: `the server answered ${answer.status}`, hint: "reload the page" };
    throw new Refused(answer.status, said.message, said.hint);
  }
  return envelope;
}
