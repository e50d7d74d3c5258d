import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import * as calls from "../api/calls";
import { setCsrf } from "../api/http";
import { useText } from "../i18n";
import { useAttempt } from "./useAttempt";

interface Props {
  onDone: (recoveryCodes: string[] | undefined) => void;
  onStartOver: () => void;
}

/** The app's code, or one of the codes that were saved for a lost device. */
export function CodeStep({ onDone, onStartOver }: Props): ReactElement {
  const texts = useText().signIn;
  const [code, setCode] = useState("");
  const [recovery, setRecovery] = useState(false);
  const attempt = useAttempt(async () => {
    const answer = await calls.confirmCode(code.trim());
    setCsrf(answer.csrf);
    onDone(answer.recovery_codes);
  });

  return (
    <form className="stack" onSubmit={attempt.submit}>
      <div>
        <h1 className="title-lg">{texts.codeTitle}</h1>
        <p className="soft">{recovery ? texts.recoveryLead : texts.codeLead}</p>
      </div>
      <Field
        key={recovery ? "recovery" : "code"}
        label={recovery ? texts.recovery : texts.code}
        name="code"
        autoComplete="one-time-code"
        inputMode={recovery ? "text" : "numeric"}
        value={code}
        onChange={setCode}
        error={attempt.error}
        mono
        large
        isRequired
        autoFocus
      />
      <Button type="submit" look="primary" size="md" isPending={attempt.busy}>
        {texts.confirm}
      </Button>
      <div className="gate__else">
        <Button
          look="quiet"
          onPress={() => {
            setRecovery(!recovery);
            setCode("");
            attempt.clear();
          }}
        >
          {recovery ? texts.useCode : texts.useRecovery}
        </Button>
        <Button look="quiet" onPress={onStartOver}>
          {texts.startOver}
        </Button>
      </div>
    </form>
  );
}
