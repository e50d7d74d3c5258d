import { type FormEvent, type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import * as api from "../api/bridge";
import { ApiError } from "../api/http";
import { useText } from "../i18n";
import { says } from "../lib/says";

/** A webhook: a name and where to. The secret is made by the server and shown once. */
export function AddConnection({ onAdded }: { onAdded: (secret: string | null) => void }): ReactElement {
  const all = useText();
  const texts = all.bridge;
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [listUrl, setListUrl] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<{ field: string | undefined; text: string }>();
  const of = (field: string): string | undefined => (error?.field === field ? error.text : undefined);

  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    api
      .addConnection({ name: name.trim(), url: url.trim(), ...(listUrl.trim() ? { list_url: listUrl.trim() } : {}) })
      .then((answer) => onAdded(answer.secret || null))
      .catch((cause: unknown) => {
        setError({ field: cause instanceof ApiError ? cause.field : undefined, text: says(cause, all) });
      })
      .finally(() => setBusy(false));
  };

  return (
    <form className="stack" onSubmit={add}>
      <h3>{texts.add}</h3>
      {error && !["name", "url", "list_url"].includes(error.field ?? "") && (
        <p className="words" role="alert">
          {error.text}
        </p>
      )}
      <Field label={texts.name} value={name} onChange={setName} error={of("name")} isRequired />
      <Field label={texts.url} type="url" value={url} onChange={setUrl} error={of("url")} isRequired />
      <Field label={texts.listUrl} type="url" value={listUrl} onChange={setListUrl} error={of("list_url")} />
      <div className="row">
        <Button type="submit" size="md" look="primary" isPending={busy}>
          {texts.connect}
        </Button>
      </div>
    </form>
  );
}
