import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import * as calls from "../api/calls";
import type { SignInStep } from "../api/types";
import { setCsrf } from "../api/http";
import { useText } from "../i18n";
import { useAttempt } from "./useAttempt";

interface Props {
  ended: boolean;
  /** What was just done, on the way back here. */
  told: string | null;
  onForgotten: () => void;
  onDone: (next: SignInStep) => void;
}

export function PasswordStep({ ended, told, onForgotten, onDone }: Props): ReactElement {
  const texts = useText().signIn;
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useAttempt(async () => {
    const answer = await calls.signIn(email.trim(), password);
    setCsrf(answer.csrf);
    onDone(answer.next);
  });

  return (
    <form className="stack" onSubmit={attempt.submit}>
      <div>
        <h1 className="title-lg">{texts.title}</h1>
        <p className="soft">{texts.lead}</p>
      </div>
      {(told ?? ended) && (
        <p className="words words--wait" role="status">
          {told ?? texts.ended}
        </p>
      )}
      <Field
        label={texts.email}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        isRequired
        autoFocus
      />
      <Field
        label={texts.password}
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        isRequired
      />
      {attempt.error && (
        <p className="words" role="alert">
          {attempt.error}
        </p>
      )}
      <Button type="submit" look="primary" size="md" isPending={attempt.busy}>
        {texts.next}
      </Button>
      <div className="gate__else">
        <Button look="quiet" onPress={onForgotten}>
          {texts.forgotten}
        </Button>
      </div>
    </form>
  );
}
