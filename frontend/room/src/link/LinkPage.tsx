import { type ReactElement, useState } from "react";
import { uuid } from "../../../shared/client/env";
import { Button } from "../../../shared/ui/Button";
import { Field } from "../../../shared/ui/Field";
import { State } from "../../../shared/ui/State";
import { ApiError, type Look, type Other } from "../model/api";
import { useWords } from "../texts";
import { Page } from "../ui/Page";

interface Props {
  look: Look;
  onJoin: (other: Other | null) => Promise<void>;
}

/** Whose link it is, and whether it is them. Joining is a press: looking changes nothing. */
export function LinkPage({ look, onJoin }: Props): ReactElement {
  const { t, f } = useWords();
  const [other, setOther] = useState(false);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const join = async (who: Other | null): Promise<void> => {
    setBusy(true);
    setError("");
    try {
      await onJoin(who);
    } catch (problem) {
      setError(problem instanceof ApiError ? problem.message || (problem.status === 0 ? t.unreachable : t.failed) : t.failed);
    } finally {
      setBusy(false);
    }
  };
  const when =
    look.starts_at && look.state !== "live" ? `${f.day(look.starts_at, Date.now())}, ${f.time(look.starts_at)}` : "";
  const about = [look.kind === "meeting" ? t.link.meeting : t.link.webinar, look.site, when].filter(Boolean).join(" · ");
  return (
    <Page title={look.title}>
      <p className="row row--wrap soft">
        <span>{about}</span>
        {look.state === "live" && (
          <State tone="bad" dot>
            {t.link.now}
          </State>
        )}
      </p>
      {other ? (
        <OtherForm busy={busy} onJoin={join} onBack={() => setOther(false)} />
      ) : (
        <section className="stack">
          <p>{t.link.sentTo(look.initials)}</p>
          <Button look="primary" size="lg" isPending={busy} onPress={() => void join(null)}>
            {t.link.joinAs(look.initials)}
          </Button>
          <Button size="lg" onPress={() => setOther(true)}>
            {t.link.other}
          </Button>
        </section>
      )}
      <p className="field__error" role="alert">
        {error}
      </p>
      <p className="meta">{t.link.stored}</p>
    </Page>
  );
}

interface FormProps {
  busy: boolean;
  onJoin: (other: Other) => Promise<void>;
  onBack: () => void;
}

function OtherForm({ busy, onJoin, onBack }: FormProps): ReactElement {
  const { t } = useWords();
  const [id] = useState(uuid);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const noName = tried && !name.trim();
  const badEmail = tried && email.trim() !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim());
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        const given = email.trim();
        if (!name.trim() || (given && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given))) return;
        void onJoin({ id, name: name.trim(), ...(given ? { email: given } : {}) });
      }}
    >
      <h2 className="title-lg">{t.link.otherTitle}</h2>
      <p className="soft">{t.link.otherText}</p>
      <Field
        label={t.link.name}
        value={name}
        onChange={setName}
        maxLength={120}
        autoComplete="name"
        autoFocus
        large
        error={noName ? t.link.nameMissing : undefined}
      />
      <Field
        label={t.link.email}
        hint={t.link.emailHint}
        type="email"
        value={email}
        onChange={setEmail}
        maxLength={254}
        autoComplete="email"
        large
        error={badEmail ? t.link.emailWrong : undefined}
      />
      <div className="row row--wrap">
        <Button look="primary" size="lg" type="submit" isPending={busy}>
          {t.link.join}
        </Button>
        <Button look="quiet" size="lg" onPress={onBack}>
          {t.back}
        </Button>
      </div>
    </form>
  );
}
