import { type ReactElement, useEffect, useState } from "react";
import { Composer } from "../composer/Composer";
import { DraftBox } from "../draft/DraftBox";
import { useDraft } from "../draft/useDraft";
import { useText } from "../i18n";
import { go } from "../lib/route";
import { says } from "../lib/says";
import { PersonPane } from "../person/PersonPane";
import { usePersonPane } from "../person/usePersonPane";
import { Still } from "../shell/Still";
import { Header } from "./Header";
import { TakeBar } from "./TakeBar";
import { Talk } from "./Talk";
import { useActions } from "./useActions";
import { useConversation } from "./useConversation";

/** One conversation with everything to answer it, and the person beside it. */
export function ConversationPane({ id }: { id: string }): ReactElement {
  const texts = useText();
  const talk = useConversation(id, texts.inbox.anonymous);
  const actions = useActions(talk);
  const draft = useDraft(talk);
  const person = usePersonPane();
  const [noteMode, setNoteMode] = useState(false);

  const missing = talk.detail.error !== undefined && talk.detail.data === undefined;
  useEffect(() => {
    setNoteMode(talk.access === "locked" || talk.access === "closed");
  }, [talk.access]);

  if (missing) {
    return (
      <section className="pane pane--talk" aria-label={texts.inbox.emptyTitle}>
        <Still
          title={texts.inbox.emptyTitle}
          text={says(talk.detail.error, texts)}
          action={{ label: texts.talk.back, run: () => go("/") }}
        />
      </section>
    );
  }

  return (
    <>
      <section className="pane pane--talk" aria-label={texts.talk.region(talk.name)}>
        <Header talk={talk} actions={actions} onPerson={person.toggle} />
        <Talk talk={talk} />
        {talk.access === "answer" && <DraftBox draft={draft} />}
        <TakeBar talk={talk} actions={actions} />
        {(talk.access === "answer" || talk.access === "locked" || talk.access === "closed") && (
          <Composer talk={talk} draft={draft} noteMode={noteMode} onNoteMode={setNoteMode} />
        )}
      </section>
      <PersonPane talk={talk} pane={person} />
    </>
  );
}
