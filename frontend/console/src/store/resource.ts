import { useCallback, useEffect, useRef, useState } from "react";

export interface Resource<T> {
  data: T | undefined;
  error: unknown;
  /** True only after 300 ms without an answer: a quick answer shows no outline before it. */
  slow: boolean;
  reload: () => void;
}

/**
 * What a screen reads over HTTP. `key` names it: another key drops the old data; `reload` keeps it
 * on the screen until the new data are there. A null key reads nothing.
 */
export function useResource<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
): Resource<T> {
  const [held, setHeld] = useState<{ key: string | null; data?: T; error?: unknown }>({ key });
  const [slowKey, setSlowKey] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const loader = useRef(load);
  loader.current = load;

  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setSlowKey(key);
    }, 300);
    loader.current(abort.signal).then(
      (data) => {
        clearTimeout(timer);
        if (!abort.signal.aborted) setHeld({ key, data });
      },
      (error: unknown) => {
        clearTimeout(timer);
        if (abort.signal.aborted) return;
        setHeld((before) => (before.key === key ? { ...before, error } : { key, error }));
      },
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, turn]);

  const reload = useCallback(() => {
    setTurn((before) => before + 1);
  }, []);
  const current = held.key === key ? held : { key };
  return {
    data: current.data,
    error: current.error,
    slow: slowKey === key && current.data === undefined && current.error === undefined,
    reload,
  };
}
