import { useState } from "react";
import { ApiError } from "../api/http";
import { useText } from "../i18n";
import { says } from "../lib/says";
import type { Problem } from "./problems";

interface Storing {
  busy: boolean;
  problem: Problem | undefined;
  fail: (problem: Problem) => void;
  clear: () => void;
  /** One at a time; what goes wrong is the problem then. */
  store: <T>(call: () => Promise<T>, then: (answer: T) => void) => void;
}

/** Storing a meeting: what is under way, and what does not fit where. */
export function useStoring(): Storing {
  const all = useText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const fail = (found: Problem): void => {
    setProblem(found);
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('#meeting :is([aria-invalid="true"], .words)')?.focus(),
    );
  };
  const failed = (error: unknown): void => {
    const { field, code } = error instanceof ApiError ? error : { field: undefined, code: "" };
    fail({ field, code, text: field === "invited" ? all.meetings.notInvitable : says(error, all) });
  };

  return {
    busy,
    problem,
    fail,
    clear: () => setProblem(undefined),
    store: (call, then) => {
      if (busy) return;
      setBusy(true);
      setProblem(undefined);
      call()
        .then(then, failed)
        .finally(() => setBusy(false));
    },
  };
}
