import * as calls from "../api/calls";
import type { Colleague, Inbox, Row } from "../api/types";
import { onTopic, theHub } from "./hub";
import { createStore } from "./store";

export interface InboxState {
  data: Inbox | null;
  error: unknown;
  team: Colleague[];
}

const NOTHING: InboxState = { data: null, error: null, team: [] };
export const inbox = createStore<InboxState>(NOTHING);

/** The server asks for at most one fetch a second; this also gathers what comes in between. */
const EVERY_MS = 1_000;
/** Without a line the list is asked for this often, so that it is not wrong for long. */
const WITHOUT_LINE_MS = 20_000;

class Refresher {
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #run: () => Promise<void>;

  constructor(run: () => Promise<void>) {
    this.#run = run;
  }

  soon = (): void => {
    if (this.#timer) return;
    const wait = Math.max(0, this.#last + EVERY_MS - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#last = Date.now();
      void this.#run();
    }, wait);
  };

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

async function fetchInbox(): Promise<void> {
  try {
    const data = await calls.inbox();
    inbox.set((before) => ({ ...before, data, error: null }));
  } catch (error) {
    inbox.set((before) => ({ ...before, error }));
  }
}

async function fetchTeam(): Promise<void> {
  try {
    const team = await calls.team();
    inbox.set((before) => ({ ...before, team }));
  } catch {
    // Who is there is asked for again with the next event.
  }
}

const list = new Refresher(fetchInbox);
const colleagues = new Refresher(fetchTeam);

export const refreshInbox = list.soon;

/** Keeps the inbox and the team current until the returned function is called. */
export function watchInbox(): () => void {
  list.soon();
  colleagues.soon();
  const stopEvents = onTopic("inbox", (event) => {
    if (event.kind === "team") colleagues.soon();
    else if (event.kind === "changed") list.soon();
  });
  const stopStatus = theHub().onStatus(() => {
    if (theHub().status().at !== "ready") return;
    list.soon();
    colleagues.soon();
  });
  const poll = setInterval(() => {
    if (theHub().status().at !== "ready" && !document.hidden) list.soon();
  }, WITHOUT_LINE_MS);
  return () => {
    stopEvents();
    stopStatus();
    clearInterval(poll);
    list.stop();
    colleagues.stop();
    inbox.set(NOTHING);
  };
}

/** In the order of the screen: who waits longest first, then mine, then others. */
export function rowsInOrder(data: Inbox | null): Row[] {
  return data ? [...data.waiting, ...data.mine, ...data.others] : [];
}

/** The row before or after the given one; from nowhere, the first. */
export function neighbour(rows: Row[], id: string | null, step: 1 | -1): Row | undefined {
  const at = rows.findIndex((row) => row.id === id);
  if (at === -1) return rows[0];
  return rows[Math.min(rows.length - 1, Math.max(0, at + step))];
}
