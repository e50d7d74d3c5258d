import { type ReactElement, useRef, useState } from "react";
import { uuid } from "../../../common/client";
import { Button } from "../../../common/ui/Button";
import * as webinars from "../api/webinars";
import { useText } from "../i18n";
import { go } from "../lib/route";
import { says } from "../lib/says";
import { useCommand } from "../store/commands";
import { say } from "../store/notices";
import type { Conversation } from "./useConversation";

/** Begins a meeting with the visitor: a card for them in the conversation, the room for oneself. */
export function CallButton({ talk }: { talk: Conversation }): ReactElement {
  const texts = useText();
  const words = texts.talk;
  const [busy, setBusy] = useState(false);
  // One id until it worked: pressing again after a lost answer begins no second meeting.
  const id = useRef(uuid());

  const call = (): void => {
    if (busy) return;
    setBusy(true);
    webinars
      .meet({ id: id.current, conversation: talk.id })
      .then((made) => {
        id.current = uuid();
        go(`/rooms/${made.id}`);
      })
      .catch((error: unknown) => say("bad", says(error, texts)))
      .finally(() => setBusy(false));
  };
  useCommand({ id: "call", group: "conversation", label: words.call, icon: "phone", run: call });

  return (
    <Button className="call" icon="phone" aria-label={words.call} isPending={busy} onPress={call}>
      <span className="call__word">{words.call}</span>
    </Button>
  );
}
