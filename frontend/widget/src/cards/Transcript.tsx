import { useState } from "preact/hooks";
import { useAround } from "../ui/hooks";
import { Icon } from "../ui/Icon";

/** The conversation as a mail, to an address that is used for nothing else. */
export function Transcript({ log, seq }: { log: string; seq: number }) {
  const { visitor, t } = useAround();
  const id = `card-${seq}`;
  const [email, setEmail] = useState("");
  const [error, setError] = useState("");
  const [sentTo, setSentTo] = useState("");
  if (sentTo) {
    return (
      <p class="card done" role="status">
        <Icon name="check" small />
        {t.transcriptSent(sentTo)}
      </p>
    );
  }
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const to = email.trim();
    if (!to) return setError(t.missing);
    try {
      await visitor.act(log, seq, "transcript.mail", { email: to });
      setSentTo(to);
    } catch (problem) {
      setError((problem as Error).message || t.failed);
    }
  };
  return (
    <form class="card form" noValidate onSubmit={(event) => void send(event)}>
      <div class="field">
        <label for={id}>{t.transcript}</label>
        <div class="form__row">
          <input
            class="input"
            id={id}
            type="email"
            autocomplete="email"
            value={email}
            placeholder={t.emailPlaceholder}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
          <button class="btn" type="submit">
            {t.send}
          </button>
        </div>
        {error && (
          <p class="error" id={`${id}-error`} role="alert">
            {error}
          </p>
        )}
      </div>
    </form>
  );
}
