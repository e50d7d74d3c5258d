import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import * as calls from "../api/calls";
import { setCsrf } from "../api/http";
import { useText } from "../i18n";
import { says } from "../lib/says";
import { useResource } from "../store/resource";
import { useAttempt } from "./useAttempt";

interface Props {
  onDone: (recoveryCodes: string[] | undefined) => void;
  onStartOver: () => void;
}

/** The first time: the app learns the secret from the picture, and proves it with a code. */
export function EnrolStep({ onDone, onStartOver }: Props): ReactElement {
  const texts = useText();
  const words = texts.signIn;
  const [code, setCode] = useState("");
  const secret = useResource("enrol", () => calls.enrol());
  const attempt = useAttempt(async () => {
    const answer = await calls.confirmCode(code.trim());
    setCsrf(answer.csrf);
    onDone(answer.recovery_codes);
  });

  return (
    <form className="stack" onSubmit={attempt.submit}>
      <div>
        <h1 className="title-lg">{words.enrolTitle}</h1>
        <p className="soft">{words.enrolLead}</p>
      </div>
      {secret.error !== undefined && (
        <p className="words" role="alert">
          {says(secret.error, texts)}
        </p>
      )}
      {secret.data && (
        <>
          <img
            className="gate__qr"
            alt={words.qr}
            src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(secret.data.qr_svg)}`}
          />
          <p className="meta">
            {words.enrolManual}
            <code className="gate__secret">{secret.data.secret.replace(/(.{4})(?=.)/gu, "$1 ")}</code>
          </p>
        </>
      )}
      <Field
        label={words.code}
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        value={code}
        onChange={setCode}
        error={attempt.error}
        mono
        large
        isRequired
      />
      <Button type="submit" look="primary" size="md" isPending={attempt.busy}>
        {words.confirm}
      </Button>
      <div className="gate__else">
        <Button look="quiet" onPress={onStartOver}>
          {words.startOver}
        </Button>
      </div>
    </form>
  );
}
