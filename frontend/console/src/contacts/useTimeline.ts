import { useCallback, useEffect, useRef, useState } from "react";
import type { TimelineEntry } from "../api/people";
import * as people from "../api/people";

export interface TimelineControl {
  items: TimelineEntry[] | null;
  error: unknown;
  hasMore: boolean;
  loading: boolean;
  more: () => void;
  reload: () => void;
}

interface Held {
  key: string;
  items: TimelineEntry[];
  next: string | null;
}

/** The history page by page, newest first. */
export function useTimeline(contact: string, kind: string): TimelineControl {
  const key = `${contact} ${kind}`;
  const [held, setHeld] = useState<Held | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [loading, setLoading] = useState(false);
  const abort = useRef<AbortController | null>(null);

  const load = useCallback(
    (before: string): void => {
      abort.current?.abort();
      const mine = new AbortController();
      abort.current = mine;
      setLoading(true);
      people.timeline(contact, { kind, before }, mine.signal).then(
        (answer) => {
          if (mine.signal.aborted) return;
          setError(null);
          setLoading(false);
          setHeld((old) => {
            const items = before && old?.key === key ? [...old.items, ...answer.items] : answer.items;
            return { key, items, next: answer.next };
          });
        },
        (cause: unknown) => {
          if (mine.signal.aborted) return;
          setLoading(false);
          setError(cause);
        },
      );
    },
    [contact, kind, key],
  );

  useEffect(() => {
    load("");
    return () => abort.current?.abort();
  }, [load]);

  const reload = useCallback(() => load(""), [load]);
  const next = held?.key === key ? held.next : null;
  return {
    items: held?.items ?? null,
    error,
    hasMore: next !== null,
    loading,
    reload,
    more: () => {
      if (next !== null) load(next);
    },
  };
}
