import { useState } from "react";
import * as calls from "../api/calls";
import { ApiError } from "../api/http";
import type { Colleague } from "../api/types";
import { useText } from "../i18n";
import { says } from "../lib/says";
import { refreshInbox } from "../store/inbox";
import { say } from "../store/notices";
import type { Conversation } from "./useConversation";

export interface Actions {
  busy: boolean;
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
  const [busy, setBusy] = useState(false);
  const [takenBy, setTakenBy] = useState<string | null>(null);

  const attempt = (work: Promise<unknown>, done?: () => void): void => {
    if (busy) return;
    setBusy(true);
    work
      .then(() => {
        refreshInbox();
        talk.detail.reload();
        done?.();
      })
      .catch((error: unknown) => {
        if (error instanceof ApiError && error.code === "already_taken") {
          setTakenBy(String(error.facts["name"] ?? ""));
          refreshInbox();
        } else {
          say("bad", says(error, texts));
        }
      })
      .finally(() => setBusy(false));
  };

  return {
    busy,
    takenBy,
    take: () => attempt(calls.take(talk.id)),
    handOver: (to) =>
      attempt(calls.handOver(talk.id, to.id), () => say("plain", texts.talk.handedOver(to.name))),
    release: () => attempt(calls.release(talk.id)),
    close: (transcriptTo) => attempt(calls.close(talk.id, transcriptTo)),
    reopen: () => attempt(calls.reopen(talk.id)),
  };
}
