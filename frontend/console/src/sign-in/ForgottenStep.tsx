import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import * as calls from "../api/calls";
import { useText } from "../i18n";
import { useAttempt } from "./useAttempt";

interface Props {
  onSent: (words: string) => void;
  onStartOver: () => void;
}

/** Asks for a link to set a new password. The answer is the same whether there is an account or not. */
export function ForgottenStep({ onSent, onStartOver }: Props): ReactElement {
  const texts = useText().signIn;
  const [email, setEmail] = useState("");
  const attempt = useAttempt(async () => {
    await calls.forgotten(email.trim());
    onSent(texts.forgottenSent);
  });
  return (
    <form className="stack" onSubmit={attempt.submit}>
      <div>
        <h1 className="title-lg">{texts.forgottenTitle}</h1>
        <p className="soft">{texts.forgottenLead}</p>
      </div>
      <Field
        label={texts.email}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={attempt.error}
        isRequired
        autoFocus
      />
      <Button type="submit" look="primary" size="md" isPending={attempt.busy}>
        {texts.forgottenSend}
      </Button>
      <div className="gate__else">
        <Button look="quiet" onPress={onStartOver}>
          {texts.startOver}
        </Button>
      </div>
    </form>
  );
}
