import { type KeyboardEvent, type ReactElement, useEffect, useId, useRef, useState } from "react";
import { ToggleButton } from "react-aria-components";
import { Button } from "../../../common/ui/Button";
import { cx } from "../../../common/ui/cx";
import { Icon } from "../../../common/ui/Icon";
import type { Conversation } from "../conversation/useConversation";
import type { DraftControl } from "../draft/useDraft";
import { useText } from "../i18n";
import { count } from "../lib/format";
import { useCommand } from "../store/commands";
import { takeInserts } from "../store/inserts";
import { useLocale, useMay } from "../store/session";
import { AttachButton } from "./AttachButton";
import { FormMenu } from "./FormMenu";
import { PreparedPicker } from "./PreparedPicker";
import { ProductPicker } from "./ProductPicker";
import { Uploads } from "./Uploads";
import { triggers } from "./triggers";
import { WebinarPicker } from "./WebinarPicker";
import { useComposer } from "./useComposer";
import { useGrowing } from "./useGrowing";
import { useUploads } from "./useUploads";

interface Props {
  talk: Conversation;
  draft: DraftControl;
  noteMode: boolean;
  onNoteMode: (on: boolean) => void;
}

/** Where one writes: to the visitor, or (clearly another colour) a note for the house. */
export function Composer({ talk, draft, noteMode, onNoteMode }: Props): ReactElement | null {
  const texts = useText();
  const words = texts.talk;
  const locale = useLocale();
  const field = useRef<HTMLTextAreaElement>(null);
  const composer = useComposer({ talk, draft, noteMode });
  const uploads = useUploads(talk);
  const [picker, setPicker] = useState<"prepared" | "product" | "webinar" | null>(null);
  const answers = talk.access === "answer";
  const notes = useMay("conversation.note") && talk.internalLog !== undefined;
  const invites = useMay("webinar.invite");
  const warning = useId();
  useGrowing(field, composer.text);

  useEffect(() => {
    if (draft.editing) {
      onNoteMode(false);
      composer.setText(draft.editing.text);
      field.current?.focus();
    }
    // Only when a draft is handed over, not with every key.
  }, [draft.editing]);

  const insert = (text: string): void => {
    composer.insert(field.current, text);
  };
  const inserting = useRef(insert);
  inserting.current = insert;
  useEffect(
    () =>
      takeInserts((text) => {
        inserting.current(text);
        field.current?.focus();
      }),
    [],
  );

  useCommand(
    answers || notes
      ? { id: "write", group: "conversation", label: words.answer(talk.name), icon: "chat", keys: "r", run: () => field.current?.focus() }
      : null,
  );
  useCommand(
    answers && notes
      ? { id: "note", group: "conversation", label: words.noteLabel, icon: "note", keys: "mod+i", run: () => { onNoteMode(!noteMode); field.current?.focus(); } }
      : null,
  );
  useCommand(
    answers
      ? { id: "product", group: "conversation", label: words.product, icon: "box", run: () => setPicker("product") }
      : null,
  );

  useCommand(
    answers && invites
      ? { id: "invite", group: "conversation", label: words.invite, icon: "calendar", run: () => setPicker("webinar") }
      : null,
  );

  if (!answers && !notes) return null;

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      if ((event.ctrlKey || event.metaKey) && !composer.text.trim()) return;
      event.preventDefault();
      composer.send();
      return;
    }
    if (event.key === "Escape" && noteMode && answers) {
      event.preventDefault();
      onNoteMode(false);
      return;
    }
    if (noteMode || !answers) return;
    const opened = triggers(event.key, composer.text, event.currentTarget.selectionStart);
    if (opened) {
      event.preventDefault();
      setPicker(opened);
    }
  };

  const closePicker = (typed?: string): void => {
    setPicker(null);
    if (typed) insert(typed);
    requestAnimationFrame(() => field.current?.focus());
  };
  const label = noteMode ? words.noteLabel : words.answer(talk.name);

  return (
    <div className="write">
      <Uploads uploads={uploads.list} onDismiss={uploads.dismiss} onRetry={uploads.retry} />
      <form
        className={cx("composer", noteMode && "composer--note")}
        onSubmit={(event) => {
          event.preventDefault();
          composer.send();
        }}
      >
        {draft.editing && (
          <p className="composer__from">
            <Icon name="edit" size="sm" />
            {texts.draft.editing}
          </p>
        )}
        <textarea
          ref={field}
          rows={1}
          aria-label={label}
          aria-describedby={composer.tooMuch > 0 ? warning : undefined}
          aria-invalid={composer.tooMuch > 0 || undefined}
          placeholder={noteMode ? words.notePlaceholder : words.placeholder}
          value={composer.text}
          onChange={(event) => composer.type(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={composer.stopTyping}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            if (files.length > 0 && answers && !noteMode) {
              event.preventDefault();
              uploads.add(files);
            }
          }}
        />
        {composer.moved && (
          <p className="composer__moved" role="alert">
            {texts.draft.moved} {composer.moved}
          </p>
        )}
        {composer.tooMuch > 0 && (
          <p className="field__error" id={warning}>
            {words.tooLong(count(composer.tooMuch, locale))}
          </p>
        )}
        <div className="row composer__row">
          {answers && !noteMode && (
            <>
              <AttachButton label={words.attach} onFiles={uploads.add} />
              <ProductPicker
                isOpen={picker === "product"}
                onOpen={() => setPicker("product")}
                onClose={closePicker}
                talk={talk}
              />
              <PreparedPicker
                isOpen={picker === "prepared"}
                onOpen={() => setPicker("prepared")}
                onClose={closePicker}
                onPick={insert}
                language={talk.state?.language ?? locale.lang}
              />
              <FormMenu talk={talk} />
              {invites && (
                <WebinarPicker
                  isOpen={picker === "webinar"}
                  onOpen={() => setPicker("webinar")}
                  onClose={closePicker}
                  talk={talk}
                />
              )}
            </>
          )}
          {answers && notes ? (
            <ToggleButton
              className="btn btn--quiet btn--sm"
              aria-keyshortcuts="Control+I"
              isSelected={noteMode}
              onChange={(on) => {
                onNoteMode(on);
                field.current?.focus();
              }}
            >
              <Icon name="note" size="sm" />
              {noteMode ? words.noteModeOn : words.noteMode}
            </ToggleButton>
          ) : (
            <span className="composer__mode">
              <Icon name="note" size="sm" />
              {words.noteModeOn}
            </span>
          )}
          <Button className="push" type="submit" keys={["↵"]} isDisabled={!composer.ready} isPending={composer.busy}>
            {noteMode ? words.sendNote : words.send}
          </Button>
        </div>
      </form>
    </div>
  );
}
