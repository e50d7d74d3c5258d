/**
 * The frame's own memory: the browser's key, a first message on its way, unacknowledged messages.
 * Nothing is written before the first message. Where storage is blocked, all lives as long as the page.
 */

import type { OutboxStore, Pending } from "../../../common/client/outbox";

/** A first message until the server has it, with what was written after it meanwhile. */
export interface Opening {
  conversation: string;
  client_id: string;
  text: string;
  at: number;
  page: { url: string; title: string };
  referrer: string;
  campaign: string;
  landing_page: string;
  rest: { id: string; text: string; at: number }[];
}

interface Held {
  key: string;
  opening: Opening | null;
  out: Pending[];
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class Keep implements OutboxStore {
  readonly #name: string;
  readonly #store: Store | null;
  #held: Held | null = null;

  constructor(site: string, store: Store | null) {
    this.#name = `hub:${site}`;
    this.#store = store;
    this.#held = this.#read();
  }

  get key(): string | null {
    return this.#held?.key ?? null;
  }

  get opening(): Opening | null {
    return this.#held?.opening ?? null;
  }

  /** Writes the key (made now, if there is none) and the first message together. */
  open(opening: Opening): string {
    const key = this.key ?? newKey();
    this.#change((held) => ({ ...held, key, opening }));
    return key;
  }

  /** The server has the first message; what came after it goes into its log's outbox. */
  opened(log: string): void {
    const { opening } = this;
    const rest = (opening?.rest ?? []).map(
      ({ id, text, at }): Pending => ({ id, log, kind: "message", body: { text }, writtenAt: at, state: "queued" }),
    );
    this.#change((held) => ({ ...held, opening: null, out: [...held.out, ...rest] }));
  }

  dropOpening(): void {
    this.#change((held) => ({ ...held, opening: null }));
  }

  forget(): void {
    this.#held = null;
    try {
      this.#store?.removeItem(this.#name);
    } catch {
      // Blocked since: then there is nothing to remove.
    }
  }

  load(log: string): Pending[] {
    return (this.#held?.out ?? []).filter((one) => one.log === log);
  }

  put(entry: Pending): void {
    this.#change((held) => ({ ...held, out: [...held.out.filter((one) => one.id !== entry.id), entry] }));
  }

  drop(id: string): void {
    if (this.#held?.out.some((one) => one.id === id)) {
      this.#change((held) => ({ ...held, out: held.out.filter((one) => one.id !== id) }));
    }
  }

  #change(change: (held: Held) => Held): void {
    // Another tab may have written meanwhile: read, change, write.
    this.#held = change(this.#read() ?? this.#held ?? { key: "", opening: null, out: [] });
    try {
      this.#store?.setItem(this.#name, JSON.stringify(this.#held));
    } catch {
      // Full or blocked: memory has it.
    }
  }

  #read(): Held | null {
    try {
      const held = JSON.parse(this.#store?.getItem(this.#name) ?? "null") as Partial<Held> | null;
      if (typeof held?.key !== "string") return null;
      return { key: held.key, opening: held.opening ?? null, out: Array.isArray(held.out) ? held.out : [] };
    } catch {
      return null;
    }
  }
}

/** 32 random bytes as base64url: whoever has it is this browser. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The frame's storage, or null where the browser refuses it. */
export function frameStorage(): Store | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
