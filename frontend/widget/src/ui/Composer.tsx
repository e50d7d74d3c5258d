import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useAround } from "./hooks";
import { Icon } from "./Icon";

export const MAX_CHARS = 4000;
const COUNT_FROM = 3600;

interface ComposerProps {
  value: string;
  placeholder: string;
  /** Counts up when the cursor is to come here. */
  focus: number;
  /** Files may be sent (there is a conversation). */
  files: boolean;
  onChange: (text: string) => void;
  onSend: (text: string) => void;
  onFiles: (files: File[]) => void;
}

export function Composer({ value, placeholder, focus, files, onChange, onSend, onFiles }: ComposerProps) {
  const { t, f } = useAround();
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const length = [...value].length;
  const over = length - MAX_CHARS;
  const ready = value.trim() !== "" && over <= 0;

  useLayoutEffect(() => {
    const field = area.current!;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 136)}px`;
  }, [value]);
  useEffect(() => {
    if (focus === 0) return;
    area.current?.focus();
    area.current?.setSelectionRange(value.length, value.length);
  }, [focus]);

  const send = (): void => {
    if (!ready) return;
    onSend(value.trim());
    area.current?.focus();
  };
  return (
    <>
      <form
        class="composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {files && (
          <>
            <button class="btn btn--quiet btn--icon" type="button" aria-label={t.attach} title={t.attach} onClick={() => picker.current?.click()}>
              <Icon name="clip" />
            </button>
            <input
              ref={picker}
              class="sr"
              type="file"
              multiple
              tabIndex={-1}
              aria-hidden="true"
              onChange={(event) => {
                onFiles([...(event.currentTarget.files ?? [])]);
                event.currentTarget.value = "";
              }}
            />
          </>
        )}
        <textarea
          ref={area}
          rows={1}
          value={value}
          aria-label={placeholder}
          placeholder={placeholder}
          enterkeyhint="send"
          aria-invalid={over > 0 || undefined}
          aria-describedby={length >= COUNT_FROM ? "count" : undefined}
          onInput={(event) => onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
          onPaste={(event) => {
            const pasted = [...(event.clipboardData?.files ?? [])];
            if (!files || pasted.length === 0) return;
            event.preventDefault();
            onFiles(pasted);
          }}
        />
        <button class="btn btn--primary btn--icon" type="submit" aria-label={t.send} aria-disabled={!ready}>
          <Icon name="send" />
        </button>
      </form>
      {length >= COUNT_FROM && (
        <p class={over > 0 ? "meta meta--bad" : "meta"} id="count" role="status">
          {over > 0 ? t.tooLong(f.number(over)) : t.left(f.number(-over))}
        </p>
      )}
    </>
  );
}
