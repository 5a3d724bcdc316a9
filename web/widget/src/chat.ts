// The conversation of whoever is logged in: joins token, socket, history, outbox and thread. Knows no HTML.
import { fetchHistory, HistoryFailed } from "./history.ts";
import { Link, type LinkState } from "./link.ts";
import { body, newId, Outbox, type Item } from "./outbox.ts";
import type { Button, Message, Problem } from "./protocol.ts";
import type { Settings } from "./settings.ts";
import { Keep } from "./storage.ts";
import { Thread } from "./thread.ts";
import { Tokens, TokenUnreachable, type Pass } from "./tokens.ts";
import { whatToDo, type Trouble } from "./troubles.ts";

/** off: not started; asking: who is there?; nobody: nobody may chat. */
export type Phase = "off" | "asking" | "unreachable" | "nobody" | "chatting";
export type Loading = "idle" | "loading" | "ready" | "failed";

const CHECK_EVERY = 20_000; // milliseconds: a log-out elsewhere has to show within 25 s
const NO_ANSWER = 45_000; // milliseconds after which an accepted message is asked about
const MOST_TRIES = 5;

export class Chat {
  phase: Phase = "off";
  linkState: LinkState = "off";
  thread = new Thread();
  troubles = new Map<string, Trouble>();
  history: Loading = "idle";
  earlier: Loading = "idle";

  private outbox: Outbox | null = null;
  private identity: string | null = null;
  private readUpTo: number | null = null;
  private failed = new Map<string, Item>();
  private acceptedAt = new Map<string, number>();
  private pumping = false;
  private pumpTimer: ReturnType<typeof setTimeout> | undefined;
  private startTimer: ReturnType<typeof setTimeout> | undefined;
  private refreshTimer: ReturnType<typeof setTimeout> | undefined;
  private startTries = 0;
  private readonly tokens: Tokens;
  private readonly link: Link;
  private readonly settings: Settings;
  private readonly changed: () => void;
  private readonly keep: Keep;
  private readonly otherTabs = new BroadcastChannel("folio-chat");

  constructor(settings: Settings, changed: () => void, keep: Keep = new Keep()) {
    this.settings = settings;
    this.changed = changed;
    this.keep = keep;
    this.tokens = new Tokens(settings.tokenUrl, (pass) => this.adopt(pass));
    this.link = new Link(settings.server, this.tokens, {
      state: (state) => this.linkChanged(state),
      reply: (message) => this.replied(message),
      expired: () => void this.check().then(() => this.link.renewNow()),
    });
    this.otherTabs.onmessage = (event: MessageEvent) => {
      if (event.data === this.identity && this.identity !== null) this.refreshSoon();
    };
    setInterval(() => this.tick(), CHECK_EVERY);
    document.addEventListener("visibilitychange", () => this.cameBack());
    window.addEventListener("focus", () => this.cameBack());
    window.addEventListener("online", () => this.cameBack());
  }

  /** Whether somebody chatted in this browser before and may have something unread. */
  get usedBefore(): boolean {
    return this.keep.used;
  }

  get typing(): boolean {
    return this.outbox?.items.some((item) => item.accepted && !this.troubles.has(item.id)) ?? false;
  }

  get unread(): number {
    return this.readUpTo === null ? 0 : this.thread.newerThan(this.readUpTo);
  }

  /** Asks who is there, and connects. Calling it again does no harm. */
  async start(): Promise<void> {
    if (this.phase === "chatting" || this.phase === "asking") return;
    clearTimeout(this.startTimer);
    this.phase = "asking";
    this.changed();
    await this.check();
  }

  say(text: string): void {
    this.put(text, null);
  }

  press(button: Button): void {
    this.put(button.title, button.payload);
  }

  /** Sends once more what failed or wasn't answered. */
  retry(id: string): void {
    const item = this.failed.get(id);
    const trouble = this.troubles.get(id);
    this.failed.delete(id);
    this.troubles.delete(id);
    if (item) {
      // An id that was refused as used before stays refused; every other one is tried again as the same message.
      const next = trouble?.newId ? newId() : id;
      if (next !== id) this.thread.withdraw(id);
      this.thread.say(next, item.shown, new Date());
      this.thread.mark(next, "waiting");
      this.outbox?.add(item.shown, item.payload, new Date(), next);
    } else {
      const waiting = this.outbox?.find(id);
      if (waiting) waiting.accepted = false;
    }
    this.pump();
    this.changed();
  }

  /** Takes a failed message out of the conversation; gives its text, to be changed and sent again. */
  takeBack(id: string): string {
    const item = this.failed.get(id);
    this.failed.delete(id);
    this.troubles.delete(id);
    this.thread.withdraw(id);
    this.changed();
    return item && item.payload === null ? item.shown : "";
  }

  /** All that is here has been seen. */
  seen(): void {
    if (this.identity === null || this.readUpTo === null || this.readUpTo === this.thread.newest) return;
    this.readUpTo = this.thread.newest;
    this.keep.write("browser", this.identity, "read", this.readUpTo);
    this.changed();
  }

  async loadEarlier(): Promise<void> {
    if (this.earlier === "loading" || !this.thread.more) return;
    await this.load(this.thread.oldest, (loading) => (this.earlier = loading));
  }

  async refresh(): Promise<void> {
    await this.load(null, (loading) => (this.history = loading));
  }

  private put(shown: string, payload: string | null): void {
    if (!this.outbox) return;
    const item = this.outbox.add(shown, payload, new Date());
    this.thread.say(item.id, shown, new Date(item.at));
    this.pump();
    this.changed();
  }

  private async check(): Promise<void> {
    try {
      await this.tokens.check();
      this.startTries = 0;
      this.link.renew();
    } catch (error) {
      if (!(error instanceof TokenUnreachable)) throw error;
      console.warn(error.message);
      if (this.phase !== "asking") return;
      this.phase = "unreachable";
      this.startTimer = setTimeout(() => void this.start(), Math.min(15_000, 2000 * 2 ** this.startTries++));
      this.changed();
    }
  }

  /** Each answer of the site comes through here before anything is done with it. */
  private adopt(pass: Pass | null): void {
    if (this.phase === "off") return;
    if (pass ? pass.identity === this.identity : this.phase === "nobody") return;
    this.clear();
    this.keep.forgetOthers(pass?.identity ?? null);
    if (!pass) {
      this.phase = "nobody";
      this.changed();
      return;
    }
    this.phase = "chatting";
    this.identity = pass.identity;
    this.outbox = new Outbox(this.keep, pass.identity);
    for (const item of this.outbox.items) this.thread.say(item.id, item.shown, new Date(item.at));
    const read = this.keep.read("browser", pass.identity, "read");
    this.readUpTo = typeof read === "number" ? read : null;
    this.link.open();
    void this.refresh();
    this.changed();
  }

  private clear(): void {
    this.link.close();
    clearTimeout(this.pumpTimer);
    clearTimeout(this.refreshTimer);
    this.identity = this.outbox = this.readUpTo = null;
    this.thread = new Thread();
    this.failed.clear();
    this.troubles.clear();
    this.acceptedAt.clear();
    this.history = this.earlier = "idle";
  }

  private linkChanged(state: LinkState): void {
    const before = this.linkState;
    this.linkState = state;
    this.outbox?.unaccept(); // a new line or none: nobody knows what arrived
    if (state === "online") {
      if (before !== "connecting" || this.history === "failed") void this.refresh();
      this.pump();
    }
    this.changed();
  }

  private replied(message: Message): void {
    const mine = message.id !== null && this.thread.knows(message.id);
    this.thread.reply(message, new Date());
    if (message.last && message.id !== null) this.done(message.id);
    if (!mine) this.refreshSoon(); // an answer to what was said on another device or in another tab
    this.changed();
  }

  private done(id: string): void {
    if (!this.outbox?.find(id)) return;
    this.outbox.remove(id);
    this.troubles.delete(id);
    this.acceptedAt.delete(id);
    this.thread.mark(id, "done");
    this.otherTabs.postMessage(this.identity);
    this.pump();
  }

  private pump(): void {
    if (!this.pumping) void this.sendAll().finally(() => (this.pumping = false));
  }

  /** One after the other, each only when the server has the one before: the order is the customer's. */
  private async sendAll(): Promise<void> {
    this.pumping = true;
    for (;;) {
      const outbox = this.outbox;
      const item = outbox?.items.find((one) => !one.accepted);
      if (!outbox || !item || !this.link.online) return;
      const wait = item.notBefore - Date.now();
      if (wait > 0) {
        clearTimeout(this.pumpTimer);
        this.pumpTimer = setTimeout(() => this.pump(), wait);
        return;
      }
      const problem = await this.link.send(body(item)).catch(() => "no word" as const);
      if (this.outbox !== outbox) continue; // somebody else is here now
      if (problem === null) {
        item.accepted = true;
        item.tries = 0;
        this.acceptedAt.set(item.id, Date.now());
        this.troubles.delete(item.id);
      } else if (problem === "no word") {
        item.notBefore = this.link.online ? Date.now() + 1000 * ++item.tries : 0;
      } else {
        await this.refused(item, problem);
      }
      this.changed();
    }
  }

  private async refused(item: Item, problem: Problem): Promise<void> {
    if (problem.status === 401 && ++item.tries < MOST_TRIES) {
      item.notBefore = Date.now() + 500 * item.tries;
      await this.check();
      this.link.renewNow();
      return;
    }
    const trouble = whatToDo(problem, item.payload !== null);
    this.troubles.set(item.id, trouble);
    if (trouble.until !== null) {
      item.notBefore = trouble.until;
      return;
    }
    this.outbox?.remove(item.id);
    this.failed.set(item.id, item);
    this.thread.mark(item.id, "failed");
  }

  private refreshSoon(): void {
    clearTimeout(this.refreshTimer);
    this.refreshTimer = setTimeout(() => void this.refresh(), 300);
  }

  private async load(before: number | null, report: (loading: Loading) => void): Promise<void> {
    const thread = this.thread;
    report("loading");
    this.changed();
    try {
      const pass = await this.tokens.fresh(5);
      if (!pass || this.thread !== thread) return;
      const page = await fetchHistory(this.settings.server, pass.token, before);
      if (this.thread !== thread) return; // an answer about somebody else
      if (before === null) thread.newestPage(page);
      else thread.olderPage(page);
      report("ready");
      for (const item of this.outbox?.items ?? []) if (thread.isAnswered(item.id)) this.done(item.id);
      if (this.readUpTo === null && this.identity !== null) {
        this.readUpTo = thread.newest;
        this.keep.write("browser", this.identity, "read", this.readUpTo);
      }
    } catch (error) {
      if (!(error instanceof HistoryFailed || error instanceof TokenUnreachable)) throw error;
      console.warn(error.message);
      if (this.thread === thread) report("failed");
    }
    this.changed();
  }

  private tick(): void {
    if (this.phase !== "off") void this.check();
    const late = Date.now() - NO_ANSWER;
    const waiting = this.outbox?.items.filter((item) => item.accepted && (this.acceptedAt.get(item.id) ?? 0) < late) ?? [];
    if (waiting.length === 0 || !this.link.online) return;
    void this.refresh().then(() => {
      for (const { id } of waiting) if (this.outbox?.find(id)) this.troubles.set(id, { kind: "noAnswer", until: null });
      this.changed();
    });
  }

  private cameBack(): void {
    if (document.visibilityState !== "visible" || this.phase === "off") return;
    void this.check();
    this.link.hurry();
    if (this.link.online) this.refreshSoon();
  }
}
