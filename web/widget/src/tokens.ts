// Who is chatting, as the advisor's site says: a token that is asked for again and again, since people log out.
import { fields } from "./protocol.ts";

export interface Pass {
  readonly token: string;
  /** Changes with the person; says nothing else. */
  readonly identity: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The site gave no usable answer; who is logged in is as unknown as before. */
export class TokenUnreachable extends Error {}

const PATIENCE = 10_000; // milliseconds for one request

export class Tokens {
  /** The newest pass; null while nobody may chat, or nobody was asked about. */
  current: Pass | null = null;
  private readonly url: string;
  private readonly heard: (pass: Pass | null) => void;
  private asking: Promise<Pass | null> | null = null;

  /** `heard` gets each answer before anybody who has asked does, so that nothing is done for the person before. */
  constructor(url: string, heard: (pass: Pass | null) => void) {
    this.url = url;
    this.heard = heard;
  }

  /** Asks the site; null where nobody may chat. Calls at the same time share one request. Throws TokenUnreachable. */
  check(): Promise<Pass | null> {
    this.asking ??= this.ask().finally(() => (this.asking = null));
    return this.asking;
  }

  /** A pass that lives for `seconds` more, the current one if it does. */
  async fresh(seconds: number): Promise<Pass | null> {
    return this.current && this.current.expiresAt - Date.now() > seconds * 1000 ? this.current : this.check();
  }

  private async ask(): Promise<Pass | null> {
    let response: Response;
    let answer: unknown = null;
    try {
      response = await fetch(this.url, {
        credentials: "same-origin",
        cache: "no-store",
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.ok) answer = await response.json();
    } catch (error) {
      throw new TokenUnreachable(`folio-chat: ${this.url} can't be reached or gave no JSON`, { cause: error });
    }
    if (response.status === 401 || response.status === 403) return this.take(null);
    const { token, expires_in, identity } = fields(answer);
    if (typeof token !== "string" || typeof expires_in !== "number" || typeof identity !== "string") {
      throw new TokenUnreachable(
        `folio-chat: ${this.url} answered ${response.status} without token, expires_in and identity`,
      );
    }
    return this.take({ token, identity, expiresAt: Date.now() + expires_in * 1000 });
  }

  private take(pass: Pass | null): Pass | null {
    this.current = pass;
    this.heard(pass);
    return pass;
  }
}
