import { useEffect, useRef, useState } from "react";
import type { Conversation } from "../conversation/useConversation";
import type { DraftControl } from "../draft/useDraft";
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

  return {
    text,
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
      if (!ready || !stream || !log) return;
      writesIn(id);
      stream.send(log.id, noteMode ? "note" : "message", { text: said });
      if (!noteMode && draft.editing) draft.changedTo(said);
      setText("");
    },
  };
}
