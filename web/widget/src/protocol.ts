// What comes from the server, checked before anything else sees it: a wrong type is left out, never trusted.

export interface Button {
  readonly title: string;
  readonly payload: string;
}

export interface Message {
  readonly seq: number;
  readonly from: "customer" | "folio";
  readonly text: string;
  readonly at: Date | null;
  /** The client's id of the message that this is, or answers; null where it isn't said. */
  readonly id: string | null;
  readonly buttons: readonly Button[];
  readonly chart: unknown;
  readonly logIn: boolean;
  readonly last: boolean;
}

export interface Page {
  readonly messages: readonly Message[];
  readonly more: boolean;
}

export interface Problem {
  readonly status: number;
  readonly detail: string;
  readonly reference: string;
  /** Seconds to wait before the next try, or null. */
  readonly retryAfter: number | null;
}

type Fields = Readonly<Record<string, unknown>>;

const MOST_BUTTONS = 10;

export function fields(value: unknown): Fields {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Fields) : {};
}

/** Null where there is no sequence number, without which nothing can be put in order. */
export function readMessage(value: unknown): Message | null {
  const { seq, from, text, at, id, buttons, custom, last } = fields(value);
  if (typeof seq !== "number" || !Number.isSafeInteger(seq)) return null;
  const { chart, log_in } = fields(custom);
  return {
    seq,
    from: from === "customer" ? "customer" : "folio",
    text: typeof text === "string" ? text : "",
    at: readTime(at),
    id: typeof id === "string" ? id : null,
    buttons: Array.isArray(buttons) ? buttons.flatMap(readButton).slice(0, MOST_BUTTONS) : [],
    chart: chart ?? null,
    logIn: log_in === true,
    last: last === true,
  };
}

export function readPage(value: unknown): Page {
  const { messages, more } = fields(value);
  const read = Array.isArray(messages) ? messages.map(readMessage) : [];
  return { messages: read.filter((message) => message !== null), more: more === true };
}

export function readProblem(value: unknown): Problem {
  const problem = fields(value);
  const after = Number(problem["retry_after"] ?? problem["retryAfter"] ?? problem["Retry-After"] ?? NaN);
  return {
    status: typeof problem["status"] === "number" ? problem["status"] : 500,
    detail: typeof problem["detail"] === "string" ? problem["detail"] : "",
    reference: typeof problem["reference"] === "string" ? problem["reference"] : "",
    retryAfter: Number.isFinite(after) && after >= 0 ? Math.ceil(after) : null,
  };
}

function readButton(value: unknown): Button[] {
  const { title, payload } = fields(value);
  return typeof title === "string" && typeof payload === "string" && title.trim() ? [{ title, payload }] : [];
}

/** ISO text, or seconds since 1970. */
function readTime(value: unknown): Date | null {
  const time = new Date(typeof value === "number" ? value * 1000 : typeof value === "string" ? value : NaN);
  return Number.isNaN(time.getTime()) ? null : time;
}
