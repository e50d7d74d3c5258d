/** One subscribed stream (`conversation:<uuid>`, `inbox`): its logs, its outboxes and its state. */

import type { Env } from "./env";
import type { ClientFrame, Entry, Instant, LogView, Participant, ServerFrame, Uuid } from "./frames";
import { Log } from "./log";
import { Outbox } from "./outbox";
import type { OutboxStore, Pending } from "./outbox";
import { ReadReport, TypingReport } from "./throttle";

/** What others type is forgotten after this, ms. */
const TYPING_LASTS_MS = 6_000;

export interface TypingNow {
  by: Uuid;
  text?: string;
}

export interface LogSnapshot {
  id: Uuid;
  audience: LogView["audience"];
  head: number;
  me: Uuid | null;
  entries: readonly Entry[];
  participants: ReadonlyMap<Uuid, Participant>;
  pending: readonly Pending[];
  typing: readonly TypingNow[];
  hasOlder: boolean;
}

/** Immutable: a new object whenever anything in it changed. */
export interface Snapshot<State = unknown> {
  /** Whether the server has answered at least once. */
  ready: boolean;
  state: State | null;
  logs: readonly LogSnapshot[];
  /** Times that the server came back with less than was held (a backup was restored). */
  resets: number;
}

export interface StreamOptions {
  ref: string;
  env: Env;
  store?: OutboxStore | undefined;
  send(frame: ClientFrame): boolean;
}

interface Part {
  log: Log;
  outbox: Outbox;
  typing: Map<Uuid, { text: string | undefined; cancel: () => void }>;
  typingReport: TypingReport;
  readReport: ReadReport;
  askedAfter: number | null;
  askedBefore: boolean;
}

export class Stream<State = unknown> {
  readonly ref: string;
  readonly #o: StreamOptions;
  readonly #parts = new Map<Uuid, Part>();
  readonly #listeners = new Set<() => void>();
  #snapshot: Snapshot<State> | null = null;
  #ready = false;
  #state: State | null = null;
  #resets = 0;
  #told = false;

  constructor(options: StreamOptions) {
    this.ref = options.ref;
    this.#o = options;
  }

  // --- for screens ---------------------------------------------------------------------------

  /** Calls back after changes, many at once as one. Fits React's `useSyncExternalStore`. */
  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot<State> => {
    this.#snapshot ??= {
      ready: this.#ready,
      state: this.#state,
      resets: this.#resets,
      logs: [...this.#parts.values()].map(({ log, outbox, typing }) => ({
        id: log.id,
        audience: log.audience,
        head: log.head,
        me: log.me,
        entries: log.entries,
        participants: log.participants,
        pending: outbox.pending,
        typing: [...typing].map(([by, { text }]) => (text === undefined ? { by } : { by, text })),
        hasOlder: log.hasOlder,
      })),
    };
    return this.#snapshot;
  };

  send(log: Uuid, kind: string, body: Record<string, unknown>, extra?: { id?: Uuid; draft?: Uuid }): Pending {
    const part = this.#part(log);
    part.typingReport.end();
    return part.outbox.add(kind, body, extra);
  }

  discard(log: Uuid, id: Uuid): void {
    this.#part(log).outbox.discard(id);
  }

  typing(log: Uuid, text?: string): void {
    this.#part(log).typingReport.key(text);
  }

  typingEnded(log: Uuid): void {
    this.#part(log).typingReport.end();
  }

  /** The person has seen everything up to `seq`. */
  read(log: Uuid, seq: number): void {
    const part = this.#part(log);
    const before = part.log.participants;
    if (part.log.me) part.log.read(part.log.me, seq);
    part.readReport.upTo(seq);
    if (part.log.participants !== before) this.changed();
  }

  /** Asks for entries before the first one held. */
  older(log: Uuid): void {
    const part = this.#part(log);
    if (part.askedBefore || !part.log.hasOlder) return;
    part.askedBefore = this.#o.send({ t: "more", log, before: part.log.first });
  }

  /** Sets the state from an `event`. */
  setState(change: (state: State | null) => State | null): void {
    this.#state = change(this.#state);
    this.changed();
  }

  // --- for the client ------------------------------------------------------------------------

  subscribe(): void {
    const after: Record<Uuid, number> = {};
    for (const [id, { log }] of this.#parts) if (log.last) after[id] = log.last;
    this.#o.send({ t: "sub", ref: this.ref, after });
  }

  has(log: Uuid): boolean {
    return this.#parts.has(log);
  }

  down(): void {
    for (const part of this.#parts.values()) {
      part.askedAfter = null;
      part.askedBefore = false;
      for (const by of [...part.typing.keys()]) this.#typed(part, by, false);
      part.outbox.down();
    }
  }

  /** Another database answers: nothing that is held can be trusted. */
  forget(): void {
    for (const part of this.#parts.values()) {
      part.log.clear();
      part.readReport.reset();
    }
    this.#resets += 1;
    this.changed();
  }

  tick(now: number): void {
    for (const part of this.#parts.values()) part.outbox.tick(now);
  }

  subbed(logs: readonly LogView[], state: unknown, fresh: boolean): void {
    for (const view of logs) {
      const known = this.#parts.get(view.log);
      const part = known ?? this.#open(view);
      if (view.reset) {
        part.readReport.reset();
        this.#resets += 1;
      }
      this.#arrived(part, known ? part.log.refresh(view) : part.log.entries);
      part.outbox.up(view.reset === true || fresh);
      part.readReport.flush();
      this.#catchUp(part);
    }
    this.#ready = true;
    this.#state = (state ?? null) as State | null;
    this.changed();
  }

  /** True when the frame was about a log of this stream. */
  take(frame: ServerFrame): boolean {
    if (frame.t === "ok") return this.#any((part) => part.outbox.ok(frame.id, frame.seq, frame.at));
    if (frame.t === "error") return this.#any((part) => part.outbox.error(frame));
    if (frame.t === "heads") {
      for (const [id, head] of Object.entries(frame.heads)) {
        const part = this.#parts.get(id);
        if (!part) continue;
        part.log.head = Math.max(part.log.head, head);
        // An answer that got lost with its process must not be waited for for ever.
        part.askedAfter = null;
        this.#catchUp(part);
      }
      return false;
    }
    if (!("log" in frame)) return false;
    const part = this.#parts.get(frame.log);
    if (!part) return false;
    switch (frame.t) {
      case "entry":
        this.#arrived(part, part.log.add([frame.entry]));
        this.#catchUp(part);
        break;
      case "entries": {
        const before = frame.entries.length === 0 || frame.entries[0]!.seq < part.log.first;
        if (before) part.askedBefore = false;
        else part.askedAfter = null;
        this.#arrived(part, part.log.add(frame.entries));
        if (frame.entries.length > 0) this.#catchUp(part);
        break;
      }
      case "typing":
        this.#typed(part, frame.by, frame.on, frame.text ?? undefined);
        break;
      case "read":
        part.log.read(frame.by, frame.seq);
        break;
      case "participant":
        part.log.participant(frame.participant);
        break;
    }
    this.changed();
    return true;
  }

  changed(): void {
    this.#snapshot = null;
    if (this.#told) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  #part(log: Uuid): Part {
    const part = this.#parts.get(log);
    if (!part) throw new Error(`log ${log} is not in ${this.ref}`);
    return part;
  }

  #any(test: (part: Part) => boolean): boolean {
    for (const part of this.#parts.values()) if (test(part)) return true;
    return false;
  }

  #open(view: LogView): Part {
    const { env, store, send } = this.#o;
    const log = view.log;
    const part: Part = {
      log: new Log(view),
      outbox: new Outbox({ log, env, store, send, changed: () => this.changed() }),
      typing: new Map(),
      typingReport: new TypingReport(env, (on, text) =>
        send(text === undefined ? { t: "typing", log, on } : { t: "typing", log, on, text }),
      ),
      readReport: new ReadReport(env, (seq) => send({ t: "read", log, seq })),
      askedAfter: null,
      askedBefore: false,
    };
    this.#parts.set(log, part);
    return part;
  }

  #arrived(part: Part, entries: readonly Entry[]): void {
    for (const entry of entries) {
      part.outbox.seen(entry.id);
      this.#typed(part, entry.by, false);
    }
  }

  #catchUp(part: Part): void {
    const { log } = part;
    if (!log.behind || part.askedAfter === log.last) return;
    if (this.#o.send({ t: "more", log: log.id, after: log.last })) part.askedAfter = log.last;
  }

  #typed(part: Part, by: Uuid, on: boolean, text?: string): void {
    const before = part.typing.get(by);
    if (!on && !before) return;
    before?.cancel();
    part.typing.delete(by);
    if (on) {
      const cancel = this.#o.env.after(TYPING_LASTS_MS, () => this.#typed(part, by, false));
      part.typing.set(by, { text, cancel });
    }
    this.changed();
  }
}

/** The acknowledged time of an own entry, or of when it was written. */
export const pendingAt = (entry: Pending): Instant => entry.at ?? new Date(entry.writtenAt).toISOString();
