import { type KeyboardEvent, type ReactElement, useRef, useState } from "react";
import { Button } from "../../../common/ui/Button";

/** Characters that a message takes at most. */
const LONGEST = 4_000;

interface Props {
  label: string;
  send: string;
  onSend: (text: string) => void;
  placeholder?: string;
  autoFocus?: boolean;
  longest?: number;
}

/** One line or several; Enter sends, with Shift it breaks the line. */
export function Write({ label, send, onSend, placeholder = label, autoFocus = false, longest = LONGEST }: Props): ReactElement {
  const [text, setText] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const grow = (): void => {
    const element = area.current;
    if (!element) return;
    element.style.setProperty("height", "auto");
    element.style.setProperty("height", `${Math.min(140, element.scrollHeight)}px`);
  };
  const done = (): void => {
    const tidy = text.trim();
    if (!tidy) return;
    onSend(tidy);
    setText("");
    requestAnimationFrame(grow);
    area.current?.focus();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
    >
      <textarea
        ref={area}
        rows={1}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={longest}
        autoFocus={autoFocus}
        onChange={(event) => {
          setText(event.target.value);
          grow();
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          done();
        }}
      />
      <Button look="primary" size="md" icon="send" iconOnly type="submit" aria-label={send} isDisabled={!text.trim()} />
    </form>
  );
}
