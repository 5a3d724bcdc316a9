// One message: its text as text, its chart, when it was said, what went wrong, and what can be answered at a click.
import { html, nothing, type TemplateResult } from "lit";
import type { Button } from "../protocol.ts";
import type { Settings } from "../settings.ts";
import type { Entry } from "../thread.ts";
import { remedy, sentence, type Trouble } from "../troubles.ts";
import { paragraphs } from "../words.ts";
import { clock } from "./times.ts";

export interface MessageActions {
  press(button: Button): void;
  copy(text: string): void;
  retry(key: string): void;
  edit(key: string): void;
}

export interface Shown {
  readonly entry: Entry;
  readonly trouble: Trouble | null;
  /** Whether its buttons can still be pressed: only in the latest answer. */
  readonly open: boolean;
  readonly dark: boolean;
}

export function message(shown: Shown, settings: Settings, actions: MessageActions): TemplateResult {
  const { entry, trouble } = shown;
  const { texts } = settings;
  return html`
    <li class=${entry.from} data-key=${entry.key}>
      ${entry.text
        ? html`<div class="bubble" dir="auto">
            <span class="unseen">${entry.from === "folio" ? texts.folio : texts.you}: </span>${words(entry.text)}
          </div>`
        : nothing}
      ${entry.chart === null
        ? nothing
        : html`<folio-chart .source=${entry.chart} .settings=${settings} .dark=${shown.dark}></folio-chart>`}
      <div class="about">
        ${entry.at ? html`<time datetime=${entry.at.toISOString()}>${clock(entry.at, settings.lang)}</time>` : nothing}
        ${entry.from === "folio" && entry.text
          ? html`<button class="plain" type="button" @click=${() => actions.copy(entry.text)}>${texts.copy}</button>`
          : nothing}
      </div>
      ${trouble ? troubled(entry, trouble, settings, actions) : nothing}
      ${shown.open ? choices(entry, settings, actions) : nothing}
    </li>
  `;
}

function words(text: string): TemplateResult[] {
  return paragraphs(text).map(
    (paragraph) =>
      html`<p>${paragraph.map((line, index) => [
        index > 0 ? "\n" : nothing,
        line.map((run) => (run.bold ? html`<strong>${run.text}</strong>` : run.text)),
      ])}</p>`,
  );
}

function troubled(entry: Entry, trouble: Trouble, { texts }: Settings, actions: MessageActions): TemplateResult {
  const help = remedy(trouble);
  return html`<p class="trouble">
    ${sentence(trouble, texts)}
    ${help === "retry"
      ? html`<button class="plain" type="button" @click=${() => actions.retry(entry.key)}>${texts.retry}</button>`
      : nothing}
    ${help === "edit"
      ? html`<button class="plain" type="button" @click=${() => actions.edit(entry.key)}>${texts.edit}</button>`
      : nothing}
  </p>`;
}

function choices(entry: Entry, { texts, loginUrl }: Settings, actions: MessageActions): TemplateResult | typeof nothing {
  // The server's log-in button only repeats that one has to log in; a link goes where one can.
  const link = entry.logIn && loginUrl !== null;
  const buttons = link ? entry.buttons.filter((_, index) => index !== logInButton(entry.buttons)) : entry.buttons;
  if (!link && buttons.length === 0) return nothing;
  const title = entry.buttons[logInButton(entry.buttons)]?.title ?? texts.logIn;
  return html`<div class="choices" role="group" aria-label=${texts.choices}>
    ${link ? html`<a class="choice" href=${loginUrl} dir="auto">${title}</a>` : nothing}
    ${buttons.map(
      (button) =>
        html`<button class="choice" type="button" dir="auto" @click=${() => actions.press(button)}>${button.title}</button>`,
    )}
  </div>`;
}

/** Which of the buttons beside `log_in` is the log-in: the one that says so, else the first. */
function logInButton(buttons: readonly Button[]): number {
  return Math.max(0, buttons.findIndex((button) => /^(log|sign)[\s-]?(in|on)$/i.test(button.title.trim())));
}
