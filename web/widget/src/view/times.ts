// Days and times of messages in the reader's language and time zone.
import type { Texts } from "../texts.ts";

export function clock(at: Date, lang: string): string {
  return new Intl.DateTimeFormat(lang, { hour: "numeric", minute: "2-digit" }).format(at);
}

/** The same for two times of one local day. */
export function dayKey(at: Date): string {
  return `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`;
}

export function dayName(at: Date, now: Date, lang: string, texts: Texts): string {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dayKey(at) === dayKey(now)) return texts.today;
  if (dayKey(at) === dayKey(yesterday)) return texts.yesterday;
  return new Intl.DateTimeFormat(lang, { dateStyle: "medium" }).format(at);
}
