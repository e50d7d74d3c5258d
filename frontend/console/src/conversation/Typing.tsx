import type { ReactElement } from "react";
import { useText } from "../i18n";

/** The end of a long text is what one reads along. */
const SHOWN = 160;

export function Typing({ name, text }: { name: string; text: string | undefined }): ReactElement {
  const texts = useText().talk;
  const end = text && text.length > SHOWN ? `… ${text.slice(-SHOWN)}` : text;
  return (
    <p className="typing">
      <span className="typing__dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {end ? texts.typingText(name, end) : texts.typing(name)}
    </p>
  );
}
