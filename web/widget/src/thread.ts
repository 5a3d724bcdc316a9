// The conversation as it is shown: what the server has numbered, in its order, and what it hasn't numbered yet.
import type { Button, Message, Page } from "./protocol.ts";

/** waiting: to be sent or to be answered; failed: `trouble` says why. */
export type State = "done" | "waiting" | "failed";

export interface Entry {
  /** Stays the same when the server's number becomes known, so that nothing is drawn or read out twice. */
  readonly key: string;
  readonly from: "customer" | "folio";
  readonly text: string;
  readonly at: Date | null;
  readonly buttons: readonly Button[];
  readonly chart: unknown;
  readonly logIn: boolean;
  readonly state: State;
}

interface Local {
  readonly id: string;
  readonly text: string;
  readonly at: Date;
  state: State;
  /** The first number of its answer, once there is one. */
  answeredBy: number | null;
}

export class Thread {
  private numbered = new Map<number, Message>();
  private locals: Local[] = [];
  /** Whether the server has messages before the oldest one here. */
  more = false;

  get oldest(): number | null {
    return this.numbered.size === 0 ? null : Math.min(...this.numbered.keys());
  }

  get newest(): number {
    return this.numbered.size === 0 ? 0 : Math.max(...this.numbered.keys());
  }

  /** What the customer said just now. */
  say(id: string, text: string, at: Date): void {
    if (!this.locals.some((local) => local.id === id)) {
      this.locals.push({ id, text, at, state: "waiting", answeredBy: null });
    }
  }

  mark(id: string, state: State): void {
    const local = this.locals.find((one) => one.id === id);
    if (local) local.state = state;
  }

  withdraw(id: string): void {
    this.locals = this.locals.filter((local) => local.id !== id);
  }

  /** Whether it is new: a number that is known already is the same message once more. */
  reply(message: Message, now: Date): boolean {
    const local = this.locals.find((one) => one.id === message.id);
    if (local) local.answeredBy = Math.min(local.answeredBy ?? message.seq, message.seq);
    if (this.numbered.has(message.seq)) return false;
    this.numbered.set(message.seq, { ...message, at: message.at ?? now });
    return true;
  }

  /** The newest page of the history. If it doesn't reach back to what is here, what is here makes way for it. */
  newestPage(page: Page): void {
    const first = page.messages[0];
    if (!first || this.numbered.size === 0) {
      this.more = page.more;
    } else if (page.more && first.seq > this.newest) {
      this.numbered.clear();
      this.more = true;
    } else if (first.seq <= this.oldest!) {
      this.more = page.more;
    }
    this.take(page);
  }

  olderPage(page: Page): void {
    this.more = page.more;
    this.take(page);
  }

  /** Whether the server has saved this message and something of the assistant's after it. */
  isAnswered(id: string): boolean {
    const messages = [...this.numbered.values()].sort((one, other) => one.seq - other.seq);
    const place = messages.findLastIndex((message) => message.from === "customer" && message.id === id);
    return place >= 0 && messages[place + 1]?.from === "folio";
  }

  knows(id: string): boolean {
    return this.locals.some((local) => local.id === id) || this.numberOf(id) !== null;
  }

  /** The assistant's messages after `seq` that show anything. */
  newerThan(seq: number): number {
    return [...this.numbered.values()].filter((one) => one.seq > seq && one.from === "folio" && shows(one)).length;
  }

  /** A message without a number stands before its answer, and without an answer at the end. */
  entries(): Entry[] {
    const placed: { place: number; entry: Entry }[] = [];
    for (const message of this.numbered.values()) {
      if (!shows(message)) continue;
      const { from, text, at, buttons, chart, logIn } = message;
      const key = from === "customer" && message.id ? `said-${message.id}` : `seq-${message.seq}`;
      placed.push({ place: message.seq, entry: { key, from, text, at, buttons, chart, logIn, state: "done" } });
    }
    for (const { id, text, at, state, answeredBy } of this.locals) {
      const entry: Entry = { key: `said-${id}`, from: "customer", text, at, buttons: [], chart: null, logIn: false, state };
      placed.push({ place: answeredBy === null ? Infinity : answeredBy - 0.5, entry });
    }
    // Two of Infinity differ by NaN, which leaves them in the order in which they were said.
    return placed.sort((one, other) => one.place - other.place || 0).map(({ entry }) => entry);
  }

  private take(page: Page): void {
    for (const message of page.messages) {
      if (message.from === "customer" && message.id) {
        // A turn that broke off and was done anew is in the history twice; it was said once.
        const known = this.numberOf(message.id);
        if (known !== null && known > message.seq) continue;
        if (known !== null) this.numbered.delete(known);
        this.withdraw(message.id);
      }
      this.numbered.set(message.seq, message);
    }
  }

  private numberOf(id: string): number | null {
    for (const message of this.numbered.values()) {
      if (message.from === "customer" && message.id === id) return message.seq;
    }
    return null;
  }
}

function shows(message: Message): boolean {
  return message.text.trim() !== "" || message.chart !== null || message.buttons.length > 0 || message.logIn;
}
