import { useCallback, useEffect, useRef, useState } from "react";
import type { ContactRow } from "../api/people";
import * as people from "../api/people";
import { onTopic } from "../store/hub";

export interface Pages {
  rows: ContactRow[];
  total: number | null;
  error: unknown;
  loading: boolean;
  more: () => void;
  reload: () => void;
}

interface Held {
  key: string;
  rows: ContactRow[];
  page: number;
  pages: number;
  total: number;
}

/** The list page by page. What was found stays on the screen until the new answer is there. */
export function usePages(q: string, state: string): Pages {
  const key = `${q}\n${state}`;
  const [held, setHeld] = useState<Held | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [loading, setLoading] = useState(false);
  const abort = useRef<AbortController | null>(null);

  const load = useCallback(
    (page: number): void => {
      abort.current?.abort();
      const mine = new AbortController();
      abort.current = mine;
      setLoading(true);
      people.contacts({ q, state, page }, mine.signal).then(
        (answer) => {
          if (mine.signal.aborted) return;
          setError(null);
          setLoading(false);
          setHeld((before) => {
            const old = page > 1 && before?.key === key ? before.rows : [];
            const known = new Set(old.map((row) => row.id));
            return {
              key,
              rows: [...old, ...answer.items.filter((row) => !known.has(row.id))],
              page: answer.page,
              pages: answer.pages,
              total: answer.total,
            };
          });
        },
        (cause: unknown) => {
          if (mine.signal.aborted) return;
          setLoading(false);
          setError(cause);
        },
      );
    },
    [q, state, key],
  );

  useEffect(() => {
    load(1);
    return () => abort.current?.abort();
  }, [load]);

  useEffect(() => {
    // Somebody changed: the first page again, unless one is far down in the list.
    return onTopic("contacts", () => {
      if ((held?.page ?? 1) === 1) load(1);
    });
  }, [load, held?.page]);

  return {
    rows: held?.rows ?? [],
    total: held?.total ?? null,
    error,
    loading,
    reload: () => load(1),
    more: () => {
      if (!loading && held && held.key === key && held.page < held.pages) load(held.page + 1);
    },
  };
}
