// What was written and isn't answered yet. It outlives reloads; the id makes sending it again harmless.
import { fields } from "./protocol.ts";
import type { Keep } from "./storage.ts";

export interface Item {
  readonly id: string;
  /** What the customer sees: the text, or the button's title. */
  readonly shown: string;
  /** A button's opaque id, or null for text. */
  readonly payload: string | null;
  readonly at: number;
  /** Whether the server has said, on this connection, that it has it. */
  accepted: boolean;
  /** Not before this time (milliseconds since 1970), because the server asked for patience. */
  notBefore: number;
  /** Tries that got no word back. */
  tries: number;
}

const NAME = "outbox";

export class Outbox {
  items: Item[];
  private readonly keep: Keep;
  private readonly identity: string;

  constructor(keep: Keep, identity: string) {
    this.keep = keep;
    this.identity = identity;
    const kept = keep.read("tab", identity, NAME);
    this.items = Array.isArray(kept) ? kept.flatMap(readItem) : [];
  }

  add(shown: string, payload: string | null, now: Date, id: string = newId()): Item {
    const item: Item = { id, shown, payload, at: now.getTime(), accepted: false, notBefore: 0, tries: 0 };
    this.items.push(item);
    this.save();
    return item;
  }

  find(id: string | null): Item | null {
    return this.items.find((item) => item.id === id) ?? null;
  }

  remove(id: string): void {
    this.items = this.items.filter((item) => item.id !== id);
    this.save();
  }

  /** After a break nobody knows what arrived: all of it is sent again. */
  unaccept(): void {
    for (const item of this.items) item.accepted = false;
  }

  private save(): void {
    this.keep.write("tab", this.identity, NAME, this.items.map(({ id, shown, payload, at }) => ({ id, shown, payload, at })));
  }
}

/** The body of the event, as the channel's contract has it. */
export function body(item: Item): Record<string, string> {
  return item.payload === null ? { id: item.id, message: item.shown } : { id: item.id, payload: item.payload };
}

export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return "w-" + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function readItem(value: unknown): Item[] {
  const { id, shown, payload, at } = fields(value);
  if (typeof id !== "string" || typeof shown !== "string" || typeof at !== "number") return [];
  return [{ id, shown, payload: typeof payload === "string" ? payload : null, at, accepted: false, notBefore: 0, tries: 0 }];
}
