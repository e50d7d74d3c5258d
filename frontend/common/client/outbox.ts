/**
 * What was written to one log and is not stored yet. Entries keep their id and their order until
 * the server has them; after a lost line all of them are sent again.
 */

import { uuid } from "./env";
import type { Env } from "./env";
import type { ErrorFrame, Instant, SendFrame, Uuid } from "./frames";

export interface Pending {
  readonly id: Uuid;
  readonly log: Uuid;
  readonly kind: string;
  readonly body: Record<string, unknown>;
  readonly draft?: Uuid;
  /** ms since the epoch, the client's clock. */
  readonly writtenAt: number;
  /** `stored`: acknowledged, its entry is about to arrive. `failed`: will never be taken as it is. */
  readonly state: "queued" | "sent" | "stored" | "failed";
  readonly error?: ErrorFrame;
  readonly seq?: number;
  readonly at?: Instant;
}

/** Where unacknowledged entries outlive the page. Everything may throw nothing and keep nothing. */
export interface OutboxStore {
  load(log: Uuid): Pending[];
  put(entry: Pending): void;
  drop(id: Uuid): void;
}

/** Entries on their way at once: below what a server takes for a flood. */
const WINDOW = 10;
/** An acknowledgement that takes longer than this is asked for again, ms. */
const PATIENCE_MS = 20_000;

interface Item {
  entry: Pending;
  sentAt: number;
}

export interface OutboxOptions {
  log: Uuid;
  env: Env;
  store?: OutboxStore | undefined;
  /** False when there is no line. */
  send(frame: SendFrame): boolean;
  changed(): void;
}

export class Outbox {
  readonly #o: OutboxOptions;
  #items: Item[];
  #lastStored: Uuid | null = null;
  #open = false;
  #cancelPause: (() => void) | null = null;

  constructor(options: OutboxOptions) {
    this.#o = options;
    const kept = options.store?.load(options.log) ?? [];
    this.#items = kept.map((entry) => ({ entry: { ...entry, state: "queued" }, sentAt: 0 }));
  }

  get pending(): readonly Pending[] {
    return this.#items.map((item) => item.entry);
  }

  add(kind: string, body: Record<string, unknown>, extra: { id?: Uuid; draft?: Uuid } = {}): Pending {
    const entry: Pending = {
      id: extra.id ?? uuid(),
      log: this.#o.log,
      kind,
      body,
      ...(extra.draft ? { draft: extra.draft } : {}),
      writtenAt: this.#o.env.now(),
      state: "queued",
    };
    this.#o.store?.put(entry);
    this.#items.push({ entry, sentAt: 0 });
    this.#flush();
    this.#o.changed();
    return entry;
  }

  /**
   * The log is subscribed: send all that is unacknowledged. `reset`: the server lost its end, and
   * with it perhaps what it had acknowledged and not yet shown.
   */
  up(reset: boolean): void {
    if (reset) {
      this.#lastStored = null;
      for (const item of this.#items) {
        if (item.entry.state === "stored") this.#patch(item, { state: "queued" });
      }
    }
    this.#open = true;
    this.#requeue();
    this.#flush();
  }

  down(): void {
    this.#open = false;
    this.#requeue();
    this.#o.changed();
  }

  ok(id: Uuid, seq: number, at: Instant): boolean {
    return this.#stored(id, (item) => this.#patch(item, { state: "stored", seq, at }));
  }

  /** The entry itself arrived: that acknowledges it, too, and takes its place. */
  seen(id: Uuid): boolean {
    return this.#stored(id, (item) => this.#items.splice(this.#items.indexOf(item), 1));
  }

  error(frame: ErrorFrame): boolean {
    const item = this.#find(frame.id ?? undefined);
    if (!item || item.entry.state === "stored") return false;
    if (frame.code === "out_of_order") {
      // The first one has no predecessor here: then it is the server that lost it.
      if (item === this.#unstored()[0]) this.#lastStored = null;
      this.#pause(frame.retry_after ?? 0.2);
    } else if (frame.retry_after != null) {
      this.#pause(frame.retry_after);
    } else {
      this.#patch(item, { state: "failed", error: frame });
      this.#pause(0);
    }
    this.#o.changed();
    return true;
  }

  /** Takes an entry that failed out of the list. */
  discard(id: Uuid): void {
    this.#o.store?.drop(id);
    this.#items = this.#items.filter((item) => item.entry.id !== id);
    this.#o.changed();
  }

  /** Sends again what waits for an acknowledgement for too long. */
  tick(now: number): void {
    const first = this.#unstored()[0];
    if (first?.sentAt && now - first.sentAt > PATIENCE_MS) {
      this.#requeue();
      this.#flush();
    }
  }

  #flush(): void {
    if (!this.#open || this.#cancelPause) return;
    let prev = this.#lastStored;
    let under = 0;
    for (const item of this.#unstored()) {
      if (under >= WINDOW) break;
      if (item.entry.state === "queued") {
        const { id, log, kind, body, draft } = item.entry;
        const frame: SendFrame = { t: "send", id, log, kind, body, prev, ...(draft ? { draft } : {}) };
        if (!this.#o.send(frame)) break;
        item.sentAt = this.#o.env.now();
        this.#patch(item, { state: "sent" });
      }
      prev = item.entry.id;
      under += 1;
    }
  }

  #pause(seconds: number): void {
    this.#cancelPause?.();
    this.#requeue();
    this.#cancelPause = this.#o.env.after(seconds * 1000, () => {
      this.#cancelPause = null;
      this.#requeue();
      this.#flush();
      this.#o.changed();
    });
  }

  #stored(id: Uuid, settle: (item: Item) => void): boolean {
    const item = this.#find(id);
    if (!item) return false;
    if (item.entry.state !== "stored") {
      this.#lastStored = id;
      this.#o.store?.drop(id);
    }
    settle(item);
    this.#flush();
    this.#o.changed();
    return true;
  }

  #requeue(): void {
    for (const item of this.#items) {
      if (item.entry.state === "sent") this.#patch(item, { state: "queued" });
      item.sentAt = 0;
    }
  }

  #unstored(): Item[] {
    return this.#items.filter(({ entry }) => entry.state === "queued" || entry.state === "sent");
  }

  #find(id: Uuid | undefined): Item | undefined {
    return this.#items.find((item) => item.entry.id === id);
  }

  #patch(item: Item, change: Partial<Pending>): void {
    item.entry = { ...item.entry, ...change };
  }
}
