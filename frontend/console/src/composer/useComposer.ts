import { useEffect, useRef, useState } from "react";
import type { Conversation } from "../conversation/useConversation";
import type { DraftControl } from "../draft/useDraft";
import { useText } from "../i18n";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { writesIn } from "../store/streams";

/** The server takes so many characters in one message. */
export const LONGEST = 4_000;

/** What was begun and not sent, per conversation and kind: switching back and forth loses nothing. */
const begun = new Map<string, string>();

interface Input {
  talk: Conversation;
  draft: DraftControl;
  noteMode: boolean;
}

export interface ComposerControl {
  text: string;
  ready: boolean;
  /** Live prices are being fetched once more. */
  busy: boolean;
  /** Which live figures have changed under the draft that is being edited. */
  moved: string;
  /** So many characters over what is allowed; 0 or less is fine. */
  tooMuch: number;
  type: (text: string) => void;
  setText: (text: string) => void;
  insert: (field: HTMLTextAreaElement | null, text: string) => void;
  stopTyping: () => void;
  send: () => void;
}

export function useComposer({ talk, draft, noteMode }: Input): ComposerControl {
  const { id, stream, publicLog, internalLog } = talk;
  const key = `${id} ${noteMode ? "note" : "message"}`;
  const texts = useText();
  const [busy, setBusy] = useState(false);
  const [moved, setMoved] = useState("");
  const [text, setTextState] = useState(begun.get(key) ?? "");
  const shown = useRef(key);

  useEffect(() => {
    if (shown.current === key) return;
    shown.current = key;
    setTextState(begun.get(key) ?? "");
  }, [key]);

  const setText = (next: string): void => {
    if (next) begun.set(key, next);
    else begun.delete(key);
    setTextState(next);
  };

  const log = noteMode ? internalLog : publicLog;
  const said = text.trim();
  const tooMuch = said.length - LONGEST;
  const ready = said !== "" && tooMuch <= 0 && stream !== null && log !== undefined;

  const put = (words: string): void => {
    if (!stream || !log) return;
    writesIn(id);
    stream.send(log.id, noteMode ? "note" : "message", { text: words });
    setText("");
    setMoved("");
  };

  return {
    text,
    busy,
    moved,
    ready,
    tooMuch,
    setText,
    type: (next) => {
      setText(next);
      if (!next.trim() && draft.editing) draft.stopEditing();
      if (noteMode || !stream || !publicLog) return;
      if (next) stream.typing(publicLog.id);
      else stream.typingEnded(publicLog.id);
    },
    insert: (field, piece) => {
      const at = field ? [field.selectionStart, field.selectionEnd] : [text.length, text.length];
      const before = text.slice(0, at[0]);
      setText(before + piece + text.slice(at[1]));
      requestAnimationFrame(() => {
        const caret = before.length + piece.length;
        field?.setSelectionRange(caret, caret);
      });
    },
    stopTyping: () => {
      if (stream && publicLog) stream.typingEnded(publicLog.id);
    },
    send: () => {
      if (!ready || busy) return;
      if (noteMode || !draft.editing) {
        put(said);
        return;
      }
      setBusy(true);
      draft
        .settle(said)
        .then((settled) => {
          if (settled.send === null) {
            setText(settled.text);
            setMoved(settled.moved);
            return;
          }
          put(settled.send);
          draft.changedTo(settled.send);
        })
        .catch((error: unknown) => say("bad", says(error, texts)))
        .finally(() => setBusy(false));
    },
  };
}
