import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { useText } from "../i18n";

export function SecretBox({ secret }: { secret: string }): ReactElement {
  const texts = useText().bridge;
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <section className="words words--wait" aria-label={texts.secretTitle}>
      <p className="strong">{texts.secretTitle}</p>
      <p>{texts.secretText}</p>
      <div className="row row--between">
        <code>{secret}</code>
        <Button icon={copied ? "check" : "file"} onPress={copy}>
          {copied ? texts.copied : texts.copy}
        </Button>
      </div>
    </section>
  );
}
