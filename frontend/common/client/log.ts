import type { Audience, Entry, LogView, Participant, Uuid } from "./frames";

/**
 * The entries of one log that the client holds: a run of seqs without a gap. What arrives ahead of
 * the run waits aside until `more` has closed the gap.
 */
export class Log {
  readonly id: Uuid;
  readonly audience: Audience;
  head = 0;
  me: Uuid | null = null;
  entries: readonly Entry[] = [];
  participants: ReadonlyMap<Uuid, Participant> = new Map();
  #ahead = new Map<number, Entry>();

  constructor(view: LogView) {
    this.id = view.log;
    this.audience = view.audience;
    this.refresh(view);
  }

  /** Seq of the first and of the last entry held; 0 when there is none. */
  get first(): number {
    return this.entries[0]?.seq ?? 0;
  }
  get last(): number {
    return this.entries.at(-1)?.seq ?? 0;
  }

  /** The answer to `sub`, the first or a later one. Returns the entries that are new here. */
  refresh(view: LogView): Entry[] {
    if (view.reset) this.clear();
    this.head = view.reset ? view.head : Math.max(this.head, view.head);
    this.me = view.me;
    this.participants = new Map(view.participants.map((one) => [one.id, one]));
    return this.add(view.entries);
  }

  clear(): void {
    this.entries = [];
    this.head = 0;
    this.#ahead.clear();
  }

  /** Takes entries in any order; known seqs are ignored. Returns those that joined the run. */
  add(incoming: readonly Entry[]): Entry[] {
    const fresh: Entry[] = [];
    const older: Entry[] = [];
    for (const entry of [...incoming].sort((a, b) => a.seq - b.seq)) {
      this.head = Math.max(this.head, entry.seq);
      const last = fresh.at(-1)?.seq ?? this.last;
      if (last === 0 || entry.seq === last + 1) fresh.push(entry);
      else if (entry.seq > last) this.#ahead.set(entry.seq, entry);
      else if (this.first && entry.seq < this.first) older.push(entry);
    }
    let next = fresh.at(-1)?.seq ?? this.last;
    for (let held = this.#ahead.get(++next); held; held = this.#ahead.get(++next)) {
      fresh.push(held);
      this.#ahead.delete(held.seq);
    }
    for (const seq of this.#ahead.keys()) if (seq < next) this.#ahead.delete(seq);
    const joins = older.length > 0 && older.at(-1)!.seq === this.first - 1;
    if (joins || fresh.length) {
      this.entries = [...(joins ? older : []), ...this.entries, ...fresh];
    }
    return joins ? [...older, ...fresh] : fresh;
  }

  /** Whether entries are missing after the last one held. */
  get behind(): boolean {
    return this.head > this.last;
  }

  get hasOlder(): boolean {
    return this.first > 1;
  }

  participant(one: Participant): void {
    const before = this.participants.get(one.id);
    const read = Math.max(before?.read ?? 0, one.read ?? 0);
    this.participants = new Map(this.participants).set(one.id, { ...before, ...one, read });
  }

  read(by: Uuid, seq: number): void {
    const one = this.participants.get(by);
    if (one && seq > (one.read ?? 0)) this.participant({ ...one, read: seq });
  }
}
