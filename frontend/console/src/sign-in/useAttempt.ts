import { type FormEvent, useState } from "react";
import { useText } from "../i18n";
import { says } from "../lib/says";

interface Attempt {
  busy: boolean;
  error: string | undefined;
  submit: (event: FormEvent) => void;
  clear: () => void;
}

/** A form's one try at a time, and the sentence when it failed. */
export function useAttempt(work: () => Promise<void>): Attempt {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const texts = useText();
  return {
    busy,
    error,
    clear: () => setError(undefined),
    submit: (event) => {
      event.preventDefault();
      if (busy) return;
      setBusy(true);
      setError(undefined);
      work()
        .catch((cause: unknown) => setError(says(cause, texts)))
        .finally(() => setBusy(false));
    },
  };
}
