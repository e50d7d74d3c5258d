import { type ReactElement, useEffect } from "react";
import { ConversationPane } from "../conversation/ConversationPane";
import { useText } from "../i18n";
import { Broken } from "../shell/Broken";
import { inbox } from "../store/inbox";
import { usePick } from "../store/store";
import { Calm } from "./Calm";
import { Inbox } from "./Inbox";
import { TeamPane } from "./TeamPane";

/** Inbox, conversation, person. On narrow screens the person is a drawer, on phones one at a time. */
export function Desk({ conversation }: { conversation: string | null }): ReactElement {
  const texts = useText().inbox;
  const waiting = usePick(inbox, (state) => state.data?.waiting.length ?? 0);

  useEffect(() => {
    document.title = texts.titleWaiting(waiting);
  }, [waiting, texts]);

  return (
    <div className="desk" data-at={conversation ? "conversation" : "inbox"}>
      <Inbox current={conversation} />
      {conversation ? (
        <Broken key={conversation}>
          <ConversationPane id={conversation} />
        </Broken>
      ) : (
        <>
          <Calm />
          <TeamPane />
        </>
      )}
    </div>
  );
}
