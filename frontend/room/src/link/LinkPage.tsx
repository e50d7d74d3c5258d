import { type ReactElement, useState } from "react";
import { uuid } from "../../../common/client/env";
import type { Look } from "../../../common/generated/events";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import { State } from "../../../common/ui/State";
import type { Other } from "../model/api";
import { useWords } from "../texts";
import { Page } from "../ui/Page";
import { about } from "./about";
import { useAsking } from "./useAsking";
import { Withdraw } from "./Withdraw";

interface Props {
  look: Look;
  /** They withdrew, and came back by a press a moment ago. */
  returned: boolean;
  onJoin: (other: Other | null) => Promise<void>;
  onWithdraw: () => Promise<void>;
}

/** `stays`: they were asked whether to withdraw, and did not. */
type Step = "me" | "other" | "withdraw" | "stays";

/** Whose link it is, and whether it is them. Joining is a press: looking changes nothing. */
export function LinkPage({ look, returned, onJoin, onWithdraw }: Props): ReactElement {
  const words = useWords();
  const { t } = words;
  const [step, setStep] = useState<Step>("me");
  const { busy, error, run } = useAsking();
  const join = (who: Other | null): Promise<void> => run(() => onJoin(who));
  return (
    <Page title={look.title}>
      <p className="row row--wrap soft">
        <span>{about(look, words)}</span>
        {look.state === "live" && (
          <State tone="bad" dot>
            {t.link.now}
          </State>
        )}
      </p>
      {step === "other" && <OtherForm busy={busy} onJoin={join} onBack={() => setStep("me")} />}
      {step === "withdraw" && (
        <Withdraw
          initials={look.initials}
          busy={busy}
          onWithdraw={() => void run(onWithdraw)}
          onBack={() => setStep("stays")}
        />
      )}
      {(step === "me" || step === "stays") && (
        <section className="stack">
          <p role="status">{returned ? t.withdraw.returned(look.initials) : t.link.sentTo(look.initials)}</p>
          <Button look="primary" size="lg" isPending={busy} onPress={() => void join(null)}>
            {t.link.joinAs(look.initials)}
          </Button>
          <Button size="lg" onPress={() => setStep("other")}>
            {t.link.other}
          </Button>
          {look.may_change && (
            <Button look="quiet" size="lg" onPress={() => setStep("withdraw")} autoFocus={step === "stays"}>
              {t.withdraw.cannotCome}
            </Button>
          )}
        </section>
      )}
      <p className="field__error" role="alert">
        {error}
      </p>
      {step !== "withdraw" && <p className="meta">{t.link.stored}</p>}
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
