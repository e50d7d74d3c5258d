import { useCallback, useState } from "react";
import { ActionError } from "../../../common/client";
import { useWords } from "../texts";

/** Something that the room is asked to do: whether it is under way, and why it was refused. */
export function useDoing(): { busy: boolean; error: string; run: (what: () => Promise<unknown>) => Promise<boolean> } {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const run = useCallback(
    async (what: () => Promise<unknown>) => {
      setBusy(true);
      setError("");
      try {
        await what();
        return true;
      } catch (problem) {
        setError(problem instanceof ActionError && problem.message ? problem.message : t.failed);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [t],
  );
  return { busy, error, run };
}
