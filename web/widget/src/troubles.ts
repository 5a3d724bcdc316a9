// Why a message wasn't taken, and what the customer can do about it.
import type { Problem } from "./protocol.ts";
import { fill, type Texts } from "./texts.ts";
import { MOST_CHARACTERS } from "./words.ts";

export interface Trouble {
  readonly kind: "tooFast" | "waitsForReady" | "tooLong" | "notAccepted" | "buttonOutdated" | "notAllowed" | "notSent" | "noAnswer";
  /** When it is sent again by itself (milliseconds since 1970); null where the customer decides. */
  readonly until: number | null;
  /** The next try needs another id. */
  readonly newId?: boolean;
  readonly reference?: string;
}

/** What can be done about it: by the customer, or nothing but waiting. */
export type Remedy = "wait" | "retry" | "edit" | "none";

const READY_AGAIN = 5; // seconds
const SLOWER = 10; // seconds, where the server doesn't say how many

export function whatToDo(problem: Problem, isButton: boolean, now: number = Date.now()): Trouble {
  const { reference, retryAfter } = problem;
  switch (problem.status) {
    case 429:
      return { kind: "tooFast", until: now + (retryAfter ?? SLOWER) * 1000 };
    case 503:
      return { kind: "waitsForReady", until: now + (retryAfter ?? READY_AGAIN) * 1000, reference };
    case 413:
      return { kind: "tooLong", until: null, reference };
    case 400:
    case 422:
      return { kind: isButton ? "buttonOutdated" : "notAccepted", until: null, reference };
    case 403:
      return { kind: "notAllowed", until: null, reference };
    default:
      return { kind: "notSent", until: null, reference, newId: problem.status === 409 };
  }
}

export function remedy(trouble: Trouble): Remedy {
  if (trouble.until !== null) return "wait";
  if (trouble.kind === "tooLong" || trouble.kind === "notAccepted") return "edit";
  return trouble.kind === "notSent" || trouble.kind === "noAnswer" ? "retry" : "none";
}

export function sentence(trouble: Trouble, texts: Texts, now: number = Date.now()): string {
  const seconds = trouble.until === null ? 0 : Math.max(1, Math.ceil((trouble.until - now) / 1000));
  const said = fill(texts[trouble.kind], { seconds, most: MOST_CHARACTERS });
  const reference = trouble.reference ? ` (${fill(texts.reference, { reference: trouble.reference })})` : "";
  return said + (trouble.kind === "notSent" || trouble.kind === "waitsForReady" ? reference : "");
}
