import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { useText } from "../i18n";

interface Props {
  codes: string[];
  onDone: () => void;
}

/** Shown once, after the second step was set up. */
export function CodesStep({ codes, onDone }: Props): ReactElement {
  const texts = useText().signIn;
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(codes.join("\n")).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <div className="stack">
      <div>
        <h1 className="title-lg">{texts.codesTitle}</h1>
        <p className="soft">{texts.codesLead}</p>
      </div>
      <ul className="gate__codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="row row--wrap">
        <Button look="primary" size="md" onPress={onDone} autoFocus>
          {texts.codesDone}
        </Button>
        <Button size="md" icon={copied ? "check" : "file"} onPress={copy}>
          {copied ? texts.codesCopied : texts.codesCopy}
        </Button>
      </div>
    </div>
  );
}
