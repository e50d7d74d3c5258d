import { useEffect, useState, useSyncExternalStore } from "react";
import type { ConversationState, Snapshot, Stream } from "../../../common/client";
import { theHub } from "./hub";

/**
 * Conversations that are subscribed. One is held while it is on the screen, and longer while
 * something written in it is not acknowledged: leaving a conversation loses nothing.
 */
const KEY = "hub.unsent.in";
const holders = new Map<string, number>();
const draining = new Map<string, () => void>();

const refOf = (conversation: string): string => `conversation:${conversation}`;

function remembered(): string[] {
  try {
    const found: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

function remember(conversation: string, unsent: boolean): void {
  const others = remembered().filter((each) => each !== conversation);
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify(unsent ? [...others, conversation] : others));
  } catch {
    // Then it lasts as long as the page.
  }
}

const unsent = (snapshot: Snapshot<unknown>): boolean =>
  snapshot.logs.some((log) => log.pending.some((entry) => entry.state !== "failed"));

function subscribe(conversation: string): Stream<ConversationState> {
  return theHub().subscribe<ConversationState>(refOf(conversation));
}

export function hold(conversation: string): Stream<ConversationState> {
  draining.get(conversation)?.();
  draining.delete(conversation);
  holders.set(conversation, (holders.get(conversation) ?? 0) + 1);
  return subscribe(conversation);
}

export function letGo(conversation: string): void {
  const left = (holders.get(conversation) ?? 1) - 1;
  if (left > 0) {
    holders.set(conversation, left);
    return;
  }
  holders.delete(conversation);
  drain(conversation);
}

/** Stays subscribed until what was written is acknowledged, then lets go. */
function drain(conversation: string): void {
  const stream = subscribe(conversation);
  const done = (): boolean => {
    const snapshot = stream.snapshot();
    if (!snapshot.ready || unsent(snapshot)) return false;
    draining.get(conversation)?.();
    draining.delete(conversation);
    remember(conversation, false);
    theHub().unsubscribe(refOf(conversation));
    return true;
  };
  remember(conversation, !stream.snapshot().ready || unsent(stream.snapshot()));
  if (!done()) draining.set(conversation, stream.onChange(done));
}

/** After the tab was loaded again: what was not acknowledged before goes out now. */
export function drainRemembered(): void {
  for (const conversation of remembered()) {
    if (!holders.has(conversation) && !draining.has(conversation)) drain(conversation);
  }
}

/** Called before each sending: a tab that is closed right afterwards still knows where it was. */
export function writesIn(conversation: string): void {
  remember(conversation, true);
}

const EMPTY: Snapshot<ConversationState> = { ready: false, state: null, logs: [], resets: 0 };

interface Held {
  stream: Stream<ConversationState> | null;
  snapshot: Snapshot<ConversationState>;
}

export function useConversationStream(conversation: string): Held {
  const [stream, setStream] = useState<Stream<ConversationState> | null>(null);
  useEffect(() => {
    setStream(hold(conversation));
    return () => {
      setStream(null);
      letGo(conversation);
    };
  }, [conversation]);
  const snapshot = useSyncExternalStore(
    stream ? stream.onChange : nothing,
    stream ? stream.snapshot : empty,
  );
  return { stream, snapshot };
}

const nothing = () => () => undefined;
const empty = (): Snapshot<ConversationState> => EMPTY;
