import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import * as calls from "../api/calls";
import { useText } from "../i18n";
import { useAttempt } from "./useAttempt";

interface Props {
  onSet: (words: string) => void;
  onStartOver: () => void;
}

/** Reads the link's secret once and takes it out of the address bar. */
function takeToken(): string {
  const token = window.location.hash.slice(1);
  if (token) window.history.replaceState(null, "", window.location.pathname);
  return token;
}

export function SetPasswordStep({ onSet, onStartOver }: Props): ReactElement {
  const texts = useText().signIn;
  const [token] = useState(takeToken);
  const [password, setPassword] = useState("");
  const attempt = useAttempt(async () => {
    await calls.setPassword(token, password);
    onSet(texts.setDone);
  });
  return (
    <form className="stack" onSubmit={attempt.submit}>
      <div>
        <h1 className="title-lg">{texts.setTitle}</h1>
        <p className="soft">{texts.setLead}</p>
      </div>
      {!token && (
        <p className="words" role="alert">
          {texts.setNoLink}
        </p>
      )}
      <Field
        label={texts.setNew}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        error={attempt.error}
        isDisabled={!token}
        isRequired
        autoFocus
      />
      <Button type="submit" look="primary" size="md" isPending={attempt.busy} isDisabled={!token}>
        {texts.setDo}
      </Button>
      <div className="gate__else">
        <Button look="quiet" onPress={onStartOver}>
          {texts.startOver}
        </Button>
      </div>
    </form>
  );
}
