import { type ReactElement, useEffect, useState } from "react";
import type { SignInStep } from "../api/types";
import { go } from "../lib/route";
import { LANGUAGES, language, setLanguage, useText } from "../i18n";
import { Mark } from "../shell/Mark";
import { entered } from "../store/session";
import { useStore } from "../store/store";
import { Segments } from "../../../common/ui/Segments";
import { CodeStep } from "./CodeStep";
import { CodesStep } from "./CodesStep";
import { EnrolStep } from "./EnrolStep";
import { ForgottenStep } from "./ForgottenStep";
import { PasswordStep } from "./PasswordStep";
import { SetPasswordStep } from "./SetPasswordStep";

type Step =
  | { at: "password"; told: string | null }
  | { at: "forgotten" }
  | { at: "set" }
  | { at: "code" }
   | { at: "enrol" }
  | { at: "codes"; codes: string[] };

/** The link of a mail leads here; its secret is behind the #, where no server sees it. */
const first = (): Step =>
  window.location.pathname === "/sign-in/password" ? { at: "set" } : { at: "password", told: null };

/** Password, then the second step: set up the first time, asked for ever after. */
export function SignIn({ ended }: { ended: boolean }): ReactElement {
  const [step, setStep] = useState<Step>(first);
  const texts = useText();
  const lang = useStore(language);

  useEffect(() => {
    document.title = texts.signIn.title;
  }, [texts]);

  const next = (to: SignInStep): void => {
    if (to === "done") void entered();
    else setStep({ at: to });
  };
  const confirmed = (codes: string[] | undefined): void => {
    if (codes?.length) setStep({ at: "codes", codes });
    else void entered();
  };
  const startOver = (): void => setStep({ at: "password", told: null });
  const told = (words: string): void => {
    go("/sign-in", { replace: true });
    setStep({ at: "password", told: words });
  };

  return (
    <main className="gate">
      <div className="gate__box">
        <header className="gate__head">
          <span className="gate__mark">
            <Mark />
          </span>
          <Segments
            label={texts.shell.language}
            value={lang}
            options={LANGUAGES.map((id) => ({ id, label: texts.shell.languageName[id] }))}
            onChange={setLanguage}
          />
        </header>
        {step.at === "password" && (
          <PasswordStep
            ended={ended}
            told={step.told}
            onDone={next}
            onForgotten={() => setStep({ at: "forgotten" })}
          />
        )}
        {step.at === "forgotten" && <ForgottenStep onSent={told} onStartOver={startOver} />}
        {step.at === "set" && <SetPasswordStep onSet={told} onStartOver={startOver} />}
        {step.at === "code" && <CodeStep onDone={confirmed} onStartOver={startOver} />}
        {step.at === "enrol" && <EnrolStep onDone={confirmed} onStartOver={startOver} />}
        {step.at === "codes" && <CodesStep codes={step.codes} onDone={() => void entered()} />}
      </div>
    </main>
  );
}
