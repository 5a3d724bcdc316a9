// What outlives a reload. Everything is kept for one identity at one server, and forgotten with the log-out.

const PREFIX = "folio-chat:";

/** A browser may refuse storage (private windows, settings); the chat then works without it until the next reload. */
function browserStore(kind: "localStorage" | "sessionStorage"): Storage | null {
  try {
    const store = window[kind];
    store.getItem(PREFIX);
    return store;
  } catch (error) {
    console.warn(`folio-chat: ${kind} isn't available; unsent messages won't outlive a reload`, error);
    return null;
  }
}

export class Keep {
  private readonly stores: Readonly<Record<"tab" | "browser", Storage | null>>;

  constructor(tab: Storage | null = browserStore("sessionStorage"), browser: Storage | null = browserStore("localStorage")) {
    this.stores = { tab, browser };
  }

  read(where: "tab" | "browser", identity: string, name: string): unknown {
    const text = this.stores[where]?.getItem(PREFIX + name + ":" + identity);
    if (text === null || text === undefined) return null;
    try {
      return JSON.parse(text);
    } catch {
      return null; // not ours, or cut off: worth as much as nothing
    }
  }

  write(where: "tab" | "browser", identity: string, name: string, value: unknown): void {
    try {
      this.stores[where]?.setItem(PREFIX + name + ":" + identity, JSON.stringify(value));
    } catch (error) {
      console.warn("folio-chat: the browser's storage is full; unsent messages won't outlive a reload", error);
    }
  }

  /** Whether anybody has chatted in this browser since the last log-out. */
  get used(): boolean {
    return Object.values(this.stores).some((store) => ours(store).length > 0);
  }

  /** Forgets everybody but `identity`; with null everybody. */
  forgetOthers(identity: string | null): void {
    for (const store of Object.values(this.stores)) {
      for (const key of ours(store)) {
        if (identity === null || !key.endsWith(":" + identity)) store?.removeItem(key);
      }
    }
  }
}

function ours(store: Storage | null): string[] {
  if (!store) return [];
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index) ?? "");
  return keys.filter((key) => key.startsWith(PREFIX));
}
