import { useRef, useState } from "react";
import * as calls from "../api/calls";
import { ApiError } from "../api/http";
import type { Colleague } from "../api/types";
import { useText } from "../i18n";
import { says } from "../lib/says";
import { refreshInbox } from "../store/inbox";
import { say } from "../store/notices";
import { Turns } from "./turns";
import type { Conversation } from "./useConversation";

export type Doing = "take" | "hand-over" | "release" | "close" | "reopen";

export interface Actions {
  /** What is under way. Only its own control waits: the line may be faster than the answer. */
  doing: ReadonlySet<Doing>;
  /** Who was faster, when taking it came too late. */
  takenBy: string | null;
  take: () => void;
  handOver: (to: Colleague) => void;
  release: () => void;
  close: (transcriptTo?: string) => void;
  reopen: () => void;
}

/** What one does with a conversation as a whole. Its new state comes back over the line. */
export function useActions(talk: Conversation): Actions {
  const texts = useText();
  const [doing, setDoing] = useState<ReadonlySet<Doing>>(new Set());
  const [takenBy, setTakenBy] = useState<string | null>(null);
  const turns = useRef(new Turns<Doing>());

  const failed = (error: unknown): void => {
    if (error instanceof ApiError && error.code === "already_taken") {
      setTakenBy(String(error.facts["name"] ?? ""));
      refreshInbox();
    } else {
      say("bad", says(error, texts));
    }
  };
  const attempt = (name: Doing, call: () => Promise<unknown>, done?: () => void): void => {
    const mine = turns.current.take(name, async () => {
      try {
        await call();
        refreshInbox();
        talk.detail.reload();
        done?.();
      } catch (error) {
        failed(error);
      }
    });
    if (!mine) return;
    setDoing((before) => new Set([...before, name]));
    void mine.finally(() => setDoing((before) => new Set([...before].filter((each) => each !== name))));
  };

  return {
    doing,
    takenBy,
    take: () => attempt("take", () => calls.take(talk.id)),
    handOver: (to) =>
      attempt(
        "hand-over",
        () => calls.handOver(talk.id, to.id),
        () => say("plain", texts.talk.handedOver(to.name)),
      ),
    release: () => attempt("release", () => calls.release(talk.id)),
    close: (transcriptTo) => attempt("close", () => calls.close(talk.id, transcriptTo)),
    reopen: () => attempt("reopen", () => calls.reopen(talk.id)),
  };
}
