// <folio-chat>: launcher and panel. Draws what `Chat` knows, and tells it what the customer does.
import { html, LitElement, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Chat } from "../chat.ts";
import type { Button } from "../protocol.ts";
import type { Settings } from "../settings.ts";
import { fill } from "../texts.ts";
import type { Entry } from "../thread.ts";
import { count, MOST_CHARACTERS, plain, sendable } from "../words.ts";
import { cross, speech } from "./icons.ts";
import { message, type MessageActions } from "./message.ts";
import { stateLine, stateNotice } from "./state.ts";
import { styles } from "./styles.ts";
import { dayKey, dayName } from "./times.ts";

const SMALL = "(max-width: 30em), (max-height: 26em)"; // a phone, or a window enlarged to 200 % and more
const NEAR_END = 100; // characters left from which on they are counted down
const AT_BOTTOM = 60; // pixels
const OPEN = "folio-chat-open";

export class FolioChat extends LitElement implements MessageActions {
  static override styles: CSSResultGroup = styles;
  static override properties = { opened: { state: true }, draft: { state: true }, said: { state: true } };
  declare opened: boolean;
  declare draft: string;
  declare said: string;

  private readonly settings: Settings;
  private readonly chat: Chat;
  private readonly small = window.matchMedia(SMALL);
  private readonly prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  private atBottom = true;
  private firstKey = "";
  /** Charts grow after they have come. */
  private readonly growth = new ResizeObserver(() => this.atBottom && this.placeScroll());
  private hadFocus: Element | null = null;
  private stay: { height: number; top: number } | null = null;
  private countdown: ReturnType<typeof setInterval> | undefined;

  constructor(settings: Settings) {
    super();
    this.settings = settings;
    this.chat = new Chat(settings, () => this.requestUpdate());
    this.opened = false;
    this.draft = "";
    this.said = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("theme", this.settings.theme);
    this.setAttribute("position", this.settings.position);
    this.lang = this.settings.lang;
    this.small.addEventListener("change", () => this.placeDialog());
    this.prefersDark.addEventListener("change", () => this.requestUpdate());
    document.addEventListener("visibilitychange", () => this.requestUpdate());
    if (wasOpen()) this.open();
    else if (this.chat.usedBefore) void this.chat.start();
  }

  /** Opens the panel; the page may call it, too. */
  open(): void {
    this.opened = true;
    remember(true);
    void this.chat.start();
    void this.updateComplete.then(() => this.focusFirst());
  }

  /** Closes the panel, and gives the focus back to the launcher. */
  close(): void {
    this.opened = false;
    remember(false);
    void this.updateComplete.then(() => this.byId("launcher")?.focus());
  }

  press(button: Button): void {
    this.chat.press(button);
    this.atBottom = true;
    this.byId("input")?.focus(); // the button that had the focus goes away
  }

  retry(key: string): void {
    this.chat.retry(idOf(key));
    this.byId("input")?.focus();
  }

  edit(key: string): void {
    this.draft = this.chat.takeBack(idOf(key)) || this.draft;
    this.byId("input")?.focus();
  }

  copy(text: string): void {
    const { copied, notCopied } = this.settings.texts;
    // A page without https has no clipboard.
    const done = navigator.clipboard ? navigator.clipboard.writeText(plain(text)) : Promise.reject(new Error("no clipboard"));
    done.then(
      () => this.tell(copied),
      () => this.tell(notCopied),
    );
  }

  protected override willUpdate(): void {
    this.hadFocus = this.shadowRoot?.activeElement ?? null;
    const log = this.byId("log");
    const first = this.chat.thread.entries()[0]?.key ?? "";
    this.stay = log && this.firstKey !== first ? { height: log.scrollHeight, top: log.scrollTop } : null;
    this.firstKey = first;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("opened")) this.placeDialog();
    this.placeScroll();
    const messages = this.byId("messages");
    if (messages) this.growth.observe(messages); // observing once more does nothing
    // What had the focus may be gone: a button that was used, or the whole conversation after a log-out.
    if (this.opened && this.hadFocus && !this.hadFocus.isConnected) (this.byId("login") ?? this.byId("log"))?.focus();
    if (this.opened && document.visibilityState === "visible" && this.atBottom) this.chat.seen();
    const waits = [...this.chat.troubles.values()].some((trouble) => trouble.until !== null);
    if (waits) this.countdown ??= setInterval(() => this.requestUpdate(), 1000);
    else this.countdown = void clearInterval(this.countdown);
  }

  protected override render(): TemplateResult {
    return html`${this.launcher()}${this.panel()}`;
  }

  private launcher(): TemplateResult {
    const { texts } = this.settings;
    const { unread } = this.chat;
    const news = unread === 0 ? "" : ", " + fill(unread === 1 ? texts.unreadOne : texts.unreadMany, { count: unread });
    return html`<button
      id="launcher" class="launcher" type="button" aria-expanded=${this.opened ? "true" : "false"}
      aria-label=${(this.opened ? texts.closeChat : texts.openChat) + news}
      @click=${() => (this.opened ? this.close() : this.open())}
    >${this.opened ? cross : speech}${unread > 0 ? html`<span class="badge" aria-hidden="true">${unread > 99 ? "99+" : unread}</span>` : nothing}</button>`;
  }

  private panel(): TemplateResult {
    const { texts, title } = this.settings;
    const line = stateLine(this.chat, texts);
    return html`<dialog id="panel" aria-labelledby="title" @keydown=${this.keyPressed} @cancel=${this.cancelled}>
      <div class="panel" ?hidden=${!this.opened}>
        <div class="head">
          <div>
            <h2 id="title" dir="auto">${title}</h2>
            <p class="link-state ${line.online ? "online" : ""}" role="status">${line.text}</p>
          </div>
          <button class="close" type="button" aria-label=${texts.closeChat} @click=${() => this.close()}>${cross}</button>
        </div>
        ${this.chat.phase === "nobody" ? this.nobody() : this.conversation()}
      </div>
    </dialog>`;
  }

  private nobody(): TemplateResult {
    const { texts, loginUrl } = this.settings;
    return html`<div class="nobody">
      <p role="status">${texts.nobody}</p>
      ${loginUrl ? html`<a id="login" class="choice" href=${loginUrl}>${texts.logIn}</a>` : nothing}
    </div>`;
  }

  private conversation(): TemplateResult {
    const { texts } = this.settings;
    const { thread, history, earlier, typing } = this.chat;
    const entries = thread.entries();
    const notice = stateNotice(this.chat, texts);
    return html`
      <div id="log" class="log" role="log" aria-live="polite" aria-relevant="additions" aria-label=${texts.conversation}
        aria-busy=${history === "loading" || earlier === "loading" ? "true" : "false"} tabindex="0" @scroll=${this.scrolled}
        @folio-grown=${() => this.placeScroll()}>
        ${this.earlierButton()}
        ${entries.length === 0 && history === "ready" ? html`<p class="welcome">${texts.welcome}</p>` : nothing}
        <ol id="messages" role="list">${this.messages(entries)}</ol>
      </div>
      <div class="below" role="status">
        ${typing ? html`<p class="typing">${texts.typing}<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span></p>` : nothing}
        ${notice ? html`<p>${notice}</p>` : nothing}
        <p class="unseen">${this.said}</p>
      </div>
      ${history === "failed"
        ? html`<div class="below"><p>${texts.historyFailed} <button class="plain" type="button" @click=${() => this.chat.refresh()}>${texts.retry}</button></p></div>`
        : nothing}
      ${this.composer()}
    `;
  }

  private earlierButton(): TemplateResult | typeof nothing {
    const { texts } = this.settings;
    if (!this.chat.thread.more) return nothing;
    return html`<p class="day"><button class="plain" type="button" @click=${() => this.chat.loadEarlier()}>
      ${this.chat.earlier === "loading" ? texts.loadingEarlier : texts.earlier}
    </button></p>`;
  }

  private messages(entries: readonly Entry[]): unknown {
    const { settings } = this;
    const dark = settings.theme === "dark" || (settings.theme === "auto" && this.prefersDark.matches);
    const lastSaid = entries.findLastIndex((entry) => entry.from === "customer");
    const now = new Date();
    let day = "";
    const rows = entries.flatMap((entry, index) => {
      const newDay = entry.at !== null && dayKey(entry.at) !== day;
      if (newDay) day = dayKey(entry.at!);
      const trouble = this.chat.troubles.get(idOf(entry.key)) ?? null;
      const open = entry.from === "folio" && index > lastSaid;
      const row = { key: entry.key, part: () => message({ entry, trouble, open, dark }, settings, this) };
      if (!newDay) return [row];
      const name = dayName(entry.at!, now, settings.lang, settings.texts);
      return [{ key: `day-${day}`, part: () => html`<li class="day">${name}</li>` }, row];
    });
    return repeat(rows, (row) => row.key, (row) => row.part());
  }

  private composer(): TemplateResult {
    const { texts } = this.settings;
    const left = MOST_CHARACTERS - count(sendable(this.draft));
    const told = left < 0 ? fill(texts.over, { count: -left, most: MOST_CHARACTERS }) : fill(texts.left, { count: left });
    return html`
      <div class="below" role="status">${left <= NEAR_END ? html`<p id="left" class=${left < 0 ? "over" : ""}>${told}</p>` : nothing}</div>
      <form @submit=${this.submitted}>
        <label class="unseen" for="input">${texts.message}</label>
        <textarea id="input" rows="1" placeholder=${texts.placeholder} dir="auto" enterkeyhint="send" autocomplete="off"
          aria-invalid=${left < 0 ? "true" : "false"} aria-describedby=${left <= NEAR_END ? "left" : nothing}
          .value=${this.draft} @input=${this.typed}></textarea>
        <button class="send" type="submit">${texts.send}</button>
      </form>`;
  }

  private typed(event: InputEvent): void {
    this.draft = (event.target as HTMLTextAreaElement).value;
  }

  private submitted(event: Event): void {
    event.preventDefault();
    const text = sendable(this.draft);
    if (!text || count(text) > MOST_CHARACTERS || this.chat.phase !== "chatting") {
      this.byId("input")?.focus();
      return;
    }
    this.chat.say(text);
    this.draft = "";
    this.atBottom = true;
  }

  private keyPressed(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && (event.target as HTMLElement).id === "input") {
      this.submitted(event);
    }
  }

  /** The browser's own way to close a modal dialog, such as Android's back. */
  private cancelled(event: Event): void {
    event.preventDefault();
    this.close();
  }

  private scrolled(event: Event): void {
    const log = event.target as HTMLElement;
    this.atBottom = log.scrollHeight - log.scrollTop - log.clientHeight < AT_BOTTOM;
    if (log.scrollTop < AT_BOTTOM && this.chat.earlier !== "failed") void this.chat.loadEarlier();
    if (this.atBottom && this.opened) this.chat.seen();
  }

  /** Stays at the end where the reader was there; keeps their place where older messages came in above. */
  private placeScroll(): void {
    const log = this.byId("log");
    if (!log) return;
    if (this.atBottom) log.scrollTop = log.scrollHeight;
    else if (this.stay) log.scrollTop = this.stay.top + log.scrollHeight - this.stay.height;
  }

  /** Beside the page where there is room; on a small screen over it, with everything else out of reach. */
  private placeDialog(): void {
    const dialog = this.byId("panel") as HTMLDialogElement | null;
    if (!dialog) return;
    const focused = this.shadowRoot?.activeElement as HTMLElement | null;
    if (dialog.open) dialog.close();
    if (!this.opened) return;
    if (this.small.matches) dialog.showModal();
    else dialog.show();
    if (focused && dialog.contains(focused)) focused.focus();
    this.placeScroll();
  }

  private focusFirst(): void {
    // On a touch screen the keyboard would cover half of what there is to read.
    const touch = window.matchMedia("(pointer: coarse)").matches;
    (this.byId("login") ?? this.byId(touch ? "log" : "input"))?.focus();
  }

  /** Said by the screen reader; the same words twice are told twice. */
  private tell(text: string): void {
    this.said = "";
    setTimeout(() => (this.said = text), 50);
  }

  private byId(id: string): HTMLElement | null {
    return this.shadowRoot?.getElementById(id) ?? null;
  }
}

function idOf(key: string): string {
  return key.replace(/^said-/, "");
}

function wasOpen(): boolean {
  try {
    return sessionStorage.getItem(OPEN) === "yes";
  } catch {
    return false; // a browser without storage begins closed
  }
}

function remember(open: boolean): void {
  try {
    if (open) sessionStorage.setItem(OPEN, "yes");
    else sessionStorage.removeItem(OPEN);
  } catch {
    // A browser without storage begins closed on the next page; nothing else is lost.
  }
}
