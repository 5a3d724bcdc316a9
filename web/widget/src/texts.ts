// Every text of the widget, by language. `data-lang` chooses; `data-texts='{"send": "…"}'` replaces single ones.
// {name} is filled in; a translation has to keep it.

const ENGLISH = {
  title: "Folio",
  openChat: "Open chat",
  closeChat: "Close chat",
  unreadOne: "1 unread message",
  unreadMany: "{count} unread messages",
  conversation: "Conversation",
  you: "You",
  folio: "Folio",
  today: "Today",
  yesterday: "Yesterday",
  welcome: "Hello. Ask me about your portfolio, or about investing with us.",
  message: "Your message",
  placeholder: "Write a message",
  send: "Send",
  left: "{count} characters left",
  over: "{count} characters too many; at most {most} fit into one message",
  copy: "Copy",
  copied: "Copied",
  notCopied: "Your browser didn't allow copying",
  typing: "Folio is writing",
  logIn: "Log in",
  choices: "Suggested replies",

  connecting: "Connecting",
  online: "Connected",
  reconnecting: "Reconnecting",
  notConnected: "Not connected",
  offline: "No connection. What you write is kept, and sent as soon as there is one.",
  unreachable: "This page can't be reached right now. Trying again.",
  notReady: "Folio is starting. What you write is kept, and sent as soon as it is ready.",
  refused: "The chat isn't available on this page. Please contact us another way.",
  nobody: "You are not logged in. Log in to chat.",

  earlier: "Show earlier messages",
  loadingEarlier: "Loading earlier messages",
  historyFailed: "Earlier messages can't be loaded right now.",
  retry: "Try again",
  edit: "Edit",

  sending: "Waiting to be sent",
  tooFast: "That was a lot at once. Sent by itself in {seconds} s.",
  waitsForReady: "Folio isn't ready yet. Sent by itself as soon as it is.",
  tooLong: "Too long: at most {most} characters fit into one message. Shorten it and send it again.",
  notAccepted: "This can't be sent as it is. Change the wording and send it again.",
  buttonOutdated: "This button can't be used any more. Type your question instead.",
  notAllowed: "Sending isn't allowed from this page.",
  notSent: "This couldn't be sent. Try again in a minute.",
  noAnswer: "No answer yet. Try again; it won't be done twice.",
  reference: "Reference {reference}",

  chart: "Chart",
  showTable: "Show as table",
  showChart: "Show as chart",
  chartLoading: "Loading the chart",
  chartFailed: "The chart can't be drawn here; this is its table.",
  chartRefused: "This chart can't be shown.",
};

export type Texts = typeof ENGLISH;

/** Languages besides English go here, complete: `de: { … }`. */
const LANGUAGES: Readonly<Record<string, Texts>> = { en: ENGLISH };

/** The texts of a language such as `de-AT`, English where there is none, with single ones replaced. */
export function textsFor(language: string, replaced: Readonly<Record<string, unknown>> = {}): Texts {
  const base = LANGUAGES[language.toLowerCase()] ?? LANGUAGES[language.split("-")[0]!.toLowerCase()] ?? ENGLISH;
  const own = Object.entries(replaced).filter(([key, text]) => key in ENGLISH && typeof text === "string");
  return { ...base, ...Object.fromEntries(own) };
}

export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
