import { useCallback, useEffect, useRef, useState } from "react";
import * as calls from "../api/calls";
import type { Draft } from "../api/types";
import { openQuestion } from "../conversation/items";
import type { Conversation } from "../conversation/useConversation";
import { useText } from "../i18n";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { writesIn } from "../store/streams";
import { isLive, sameClaims } from "./text";

export type DraftState =
  | { is: "none" }
  | { is: "writing"; question: number }
  | { is: "ready"; draft: Draft; changed: boolean }
  /** Nothing in the content answers it. */
  | { is: "nothing"; question: number; noted: boolean }
  | { is: "failed"; question: number; words: string };

export interface DraftControl {
  state: DraftState;
  /** When the question was asked, for the head of the box. */
  askedAt: string | null;
  questionText: string;
  busy: boolean;
  /** The draft whose words are in the composer now. */
  editing: Draft | null;
  fetch: () => void;
  accept: () => void;
  /** Puts the words into the composer. */
  change: () => void;
  dismiss: () => void;
  noteGap: () => void;
  /**
   * What the composer may send of what it was given by `change`: the text itself, or null when a
   * live figure in it is another one now. Then the composer shows the new text, to be read again.
   */
  settle: (text: string) => Promise<{ send: string | null; text: string; moved: string }>;
  /** The composer has sent it. */
  changedTo: (text: string) => void;
  stopEditing: () => void;
}

/** A visitor often writes twice in a row: so long is waited for the second message, ms. */
const SETTLES_MS = 1_200;
/** The assistant's draft for the open question: fetched by itself, sent only by a person. */
export function useDraft(talk: Conversation): DraftControl {
  const texts = useText();
  const [state, setState] = useState<DraftState>({ is: "none" });
  const [editing, setEditing] = useState<Draft | null>(null);
  const [busy, setBusy] = useState(false);
  const dealtWith = useRef<number | null>(null);
  const { id, publicLog, stream } = talk;
  const question = publicLog ? openQuestion(publicLog) : null;
  const seq = question?.seq ?? null;
  const lang = talk.state?.language ?? "de";
  const wanted = talk.access === "answer" && seq !== null && seq !== dealtWith.current;

  const ask = useCallback(
    async (asked: number): Promise<DraftState> => {
      const answer = await calls.draft(id, asked, lang);
      if ("id" in answer) return { is: "ready", draft: answer, changed: false };
      if (answer.reason === "no_question") return { is: "none" };
      return { is: "nothing", question: asked, noted: false };
    },
    [id, lang],
  );

  const fetch = useCallback((): void => {
    if (seq === null) return;
    dealtWith.current = null;
    setState((before) => (before.is === "ready" ? before : { is: "writing", question: seq }));
    ask(seq).then(setState, (error: unknown) => {
      setState({ is: "failed", question: seq, words: says(error, texts) });
    });
  }, [seq, ask, texts]);

  const latest = useRef(fetch);
  latest.current = fetch;
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => latest.current(), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [wanted, seq]);

  // Answered, here or elsewhere: what was drafted for it goes.
  useEffect(() => {
    if (seq === null) setState({ is: "none" });
  }, [seq]);

  const done = (asked: number): void => {
    dealtWith.current = asked;
    setState({ is: "none" });
  };
  const fate = (draft: Draft, what: "sent" | "changed" | "dismissed", text?: string): void => {
    calls.draftFate(draft.id, what, text).catch(() => undefined);
  };

  const send = (draft: Draft): void => {
    if (!stream || !publicLog || !draft.text.trim()) return;
    writesIn(id);
    stream.send(publicLog.id, "message", { text: draft.text }, { draft: draft.id });
    fate(draft, "sent");
    done(draft.question);
  };

  const accept = (): void => {
    if (state.is !== "ready" || busy) return;
    const { draft } = state;
    if (!isLive(draft)) {
      send(draft);
      return;
    }
    // A price is fetched when it is said. Where something moved, a person reads it first.
    setBusy(true);
    calls
      .refreshDraft(draft.id)
      .then((fresh) => {
        if (sameClaims(draft, fresh)) send(fresh);
        else setState({ is: "ready", draft: fresh, changed: true });
      })
      .catch((error: unknown) => say("bad", says(error, texts)))
      .finally(() => setBusy(false));
  };

  return {
    state,
    askedAt: question?.at ?? null,
    questionText: String(question?.body["text"] ?? ""),
    busy,
    editing,
    fetch,
    accept,
    change: () => {
      if (state.is !== "ready") return;
      setEditing(state.draft);
      done(state.draft.question);
    },
    dismiss: () => {
      if (state.is === "ready") {
        fate(state.draft, "dismissed");
        done(state.draft.question);
      } else if (state.is !== "none" && "question" in state) {
        done(state.question);
      }
    },
    noteGap: () => {
      if (state.is !== "nothing") return;
      calls.noteGap(String(question?.body["text"] ?? ""), id).then(
        () => setState({ ...state, noted: true }),
        (error: unknown) => say("bad", says(error, texts)),
      );
    },
    settle: async (text) => {
      if (!editing || !isLive(editing)) return { send: text, text, moved: "" };
      const final = await calls.finalText(editing.id, text);
      if (final.text === text && final.sendable) return { send: text, text, moved: "" };
      const moved = final.changes.map((each) => `${each.name}: ${each.was} → ${each.now ?? "–"}`);
      return { send: null, text: final.text, moved: moved.join(", ") };
    },
    changedTo: (text) => {
      if (editing) fate(editing, "changed", text);
      setEditing(null);
    },
    stopEditing: () => setEditing(null),
  };
}
