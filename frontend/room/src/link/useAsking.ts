import { useState } from "react";
import { ApiError } from "../model/api";
import { useWords } from "../texts";

/** A press that asks the server: whether it is under way, and in plain words what went wrong. */
export function useAsking(): { busy: boolean; error: string; run: (work: () => Promise<void>) => Promise<void> } {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError("");
    try {
      await work();
    } catch (problem) {
      const known = problem instanceof ApiError ? problem : null;
      setError(known?.message || (known?.status === 0 ? t.unreachable : t.failed));
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
}
