// What the page says about the chat: the data-… attributes of the script element.
import { parseColour } from "./colour.ts";
import { textsFor, type Texts } from "./texts.ts";

export interface Settings {
  /** Rasa's address without a slash at its end. */
  readonly server: string;
  readonly tokenUrl: string;
  readonly loginUrl: string | null;
  readonly title: string;
  readonly accent: string;
  readonly theme: "auto" | "light" | "dark";
  readonly position: "left" | "right";
  readonly lang: string;
  readonly texts: Texts;
  readonly chartsUrl: string;
}

export class SettingsError extends Error {}

const ACCENT = "#0b5d8a";

/**
 * `data` is the script's dataset, `charts` the address of the second file, `page` the page's own.
 * Throws SettingsError that names every bad attribute and what it should be.
 */
export function readSettings(data: Readonly<Record<string, string | undefined>>, charts: string, page: string): Settings {
  const wrong: string[] = [];
  const address = (name: string, value: string | undefined, needed: boolean): string | null => {
    if (!value) {
      if (needed) wrong.push(`data-${name} is missing; give an address such as ${EXAMPLES[name]}`);
      return null;
    }
    const url = URL.canParse(value, page) ? new URL(value, page) : null;
    if (url && (url.protocol === "https:" || url.protocol === "http:")) return url.href;
    wrong.push(`data-${name}="${value}" is no http(s) address; give one such as ${EXAMPLES[name]}`);
    return null;
  };
  const oneOf = <T extends string>(name: string, value: string | undefined, known: readonly T[]): T => {
    if (!value || known.includes(value as T)) return (value || known[0]) as T;
    wrong.push(`data-${name}="${value}" is unknown; use one of ${known.join(", ")}`);
    return known[0]!;
  };
  const accent = data["accent"] || ACCENT;
  if (!parseColour(accent)) wrong.push(`data-accent="${accent}" is no colour; give one such as ${ACCENT}`);
  const lang = data["lang"] || "en";
  if (!isLanguage(lang)) wrong.push(`data-lang="${lang}" is no language; give one such as en or de-AT`);
  const texts = textsFor(isLanguage(lang) ? lang : "en", replacements(data["texts"], wrong));
  const server = address("server", data["server"], true);
  const tokenUrl = address("token-url", data["tokenUrl"], true);
  const loginUrl = address("login-url", data["loginUrl"], false);
  const theme = oneOf("theme", data["theme"], ["auto", "light", "dark"] as const);
  const position = oneOf("position", data["position"], ["right", "left"] as const);
  if (wrong.length > 0 || !server || !tokenUrl) throw new SettingsError(`folio-chat: ${wrong.join("; ")}`);
  return {
    server: server.replace(/\/+$/, ""),
    tokenUrl,
    loginUrl,
    title: data["title"] || texts.title,
    accent,
    theme,
    position,
    lang,
    texts,
    chartsUrl: charts,
  };
}

const EXAMPLES: Readonly<Record<string, string>> = {
  server: "https://chat.example.com",
  "token-url": "/chat/token",
  "login-url": "/login",
};

function isLanguage(lang: string): boolean {
  try {
    return Intl.getCanonicalLocales(lang).length === 1;
  } catch {
    return false; // a RangeError is this function's way of saying no
  }
}

function replacements(json: string | undefined, wrong: string[]): Record<string, unknown> {
  if (!json) return {};
  try {
    const value: unknown = JSON.parse(json);
    if (value && typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, together with values that are JSON but no object.
  }
  wrong.push(`data-texts is no JSON object; give one such as {"send": "Send"}`);
  return {};
}
