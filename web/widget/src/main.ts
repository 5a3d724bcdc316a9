// The script's entry: reads its own element's attributes and puts the chat into the page.
import { readSettings, SettingsError } from "./settings.ts";
import { FolioChart } from "./view/chart.ts";
import { FolioChat } from "./view/element.ts";
import { accentStyles } from "./view/styles.ts";

/** The name of the second file, with its version; put in by the build. */
declare const CHARTS_FILE: string;

function start(script: HTMLScriptElement): void {
  const settings = readSettings(script.dataset, new URL(CHARTS_FILE, script.src).href, document.baseURI);
  FolioChat.styles = [FolioChat.styles, accentStyles(settings.accent)];
  customElements.define("folio-chart", FolioChart);
  customElements.define("folio-chat", FolioChat);
  const chat = new FolioChat(settings);
  document.body.append(chat);
}

const script = document.currentScript;
if (!(script instanceof HTMLScriptElement)) {
  console.error("folio-chat: load it with <script src=…>, not as a module: its attributes say what to do");
} else if (customElements.get("folio-chat")) {
  console.error("folio-chat: it is in this page already; keep one script element");
} else {
  // The attributes can be read only now, the body may be complete only later.
  const go = (): void => {
    try {
      start(script);
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      console.error(error.message);
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", go);
  else go();
}
