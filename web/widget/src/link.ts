// The socket: connected whenever somebody may chat, with a fresh token at each attempt.
import { io, type Socket } from "socket.io-client";
import { readMessage, readProblem, type Message, type Problem } from "./protocol.ts";
import { TokenUnreachable, type Pass, type Tokens } from "./tokens.ts";

export type LinkState = "off" | "connecting" | "online" | "offline" | "notReady" | "refused";

export interface LinkEvents {
  state(state: LinkState): void;
  reply(message: Message): void;
  /** The server no longer believes the token; the site has to be asked. */
  expired(): void;
}

const ACK_PATIENCE = 15_000; // milliseconds until a message counts as lost
const RENEW_BEFORE = 120; // seconds before a token's end
const SLOWEST = 15_000; // milliseconds between attempts

export class Link {
  private socket: Socket | null = null;
  private again: ReturnType<typeof setTimeout> | undefined;
  private refusals = 0;
  private shown: Pass | null = null; // what the server knows
  private readonly server: string;
  private readonly tokens: Tokens;
  private readonly events: LinkEvents;

  constructor(server: string, tokens: Tokens, events: LinkEvents) {
    this.server = server;
    this.tokens = tokens;
    this.events = events;
  }

  get online(): boolean {
    return this.socket?.connected ?? false;
  }

  open(): void {
    if (this.socket) return;
    this.events.state("connecting");
    const socket = (this.socket = io(this.server, {
      path: "/socket.io",
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5000,
      timeout: 10_000,
      forceNew: true,
      auth: (give) => void this.authenticate(socket, give),
    }));
    socket.on("connect", () => {
      this.refusals = 0;
      this.events.state("online");
    });
    socket.on("disconnect", (reason) => {
      if (this.socket !== socket) return;
      this.events.state("offline");
      // The library tries again by itself after a broken line, but not where the server has hung up.
      if (reason === "io server disconnect") {
        this.events.expired();
        this.tryAgain(500);
      }
    });
    socket.on("connect_error", (error: Error & { data?: unknown }) => {
      if (this.socket !== socket) return;
      const status = error.data === undefined ? 0 : readProblem(error.data).status;
      this.events.state(status === 503 ? "notReady" : status === 403 ? "refused" : "offline");
      if (socket.active) return; // the library tries again
      if (status === 401) this.events.expired();
      this.tryAgain(Math.min(SLOWEST, 1000 * 2 ** this.refusals++));
    });
    socket.on("reply", (value: unknown) => {
      const message = readMessage(value);
      if (message) this.events.reply(message);
      else console.error("folio-chat: a reply without seq was left out");
    });
    socket.on("expired", () => this.events.expired());
  }

  close(): void {
    clearTimeout(this.again);
    const socket = this.socket;
    this.socket = null;
    this.shown = null;
    this.refusals = 0;
    socket?.removeAllListeners();
    socket?.disconnect();
    this.events.state("off");
  }

  /** Tries at once instead of at the next turn, as when the browser says that the line is back. */
  hurry(): void {
    if (!this.socket || this.socket.connected) return;
    clearTimeout(this.again);
    this.socket.disconnect().connect();
  }

  /** Null when the server has taken it; the problem where it hasn't. Rejects when there was no word in time. */
  async send(body: Record<string, string>): Promise<Problem | null> {
    if (!this.socket) throw new Error("folio-chat: not connected");
    const answer: unknown = await this.socket.timeout(ACK_PATIENCE).emitWithAck("message", body);
    const { accepted, error } = (answer ?? {}) as { accepted?: unknown; error?: unknown };
    return accepted === true ? null : readProblem(error);
  }

  /** Shows the server a newer token when the one it knows comes to its end. */
  renew(): void {
    const pass = this.tokens.current;
    if (!pass || !this.online || !this.shown || pass === this.shown) return;
    if (this.shown.expiresAt - Date.now() > RENEW_BEFORE * 1000) return;
    this.shown = pass;
    this.socket?.emit("renew", { token: pass.token });
  }

  /** The server has said that the token it knows is over. */
  renewNow(): void {
    if (this.shown) this.shown = { ...this.shown, expiresAt: 0 };
    this.renew();
  }

  private async authenticate(socket: Socket, give: (auth: object) => void): Promise<void> {
    try {
      const pass = await this.tokens.fresh(60);
      if (this.socket !== socket) return;
      if (pass) {
        this.shown = pass;
        give({ token: pass.token });
      } else {
        this.events.expired();
      }
    } catch (error) {
      if (!(error instanceof TokenUnreachable)) throw error;
      console.warn(error.message);
      if (this.socket !== socket) return;
      socket.disconnect();
      this.events.state("offline");
      this.tryAgain(Math.min(SLOWEST, 1000 * 2 ** this.refusals++));
    }
  }

  private tryAgain(delay: number): void {
    clearTimeout(this.again);
    this.again = setTimeout(() => this.socket?.connect(), delay);
  }
}
