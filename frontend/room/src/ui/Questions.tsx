import { type ReactElement, useState } from "react";
import { Check } from "../../../common/ui/Check";
import { State } from "../../../common/ui/State";
import { useLog, useRoom, useView } from "../model/context";
import { inOrder, type Question, questions } from "../model/talk";
import { useWords } from "../texts";
import { nameOf } from "./author";
import { Fate } from "./Chat";
import { Write } from "./Write";

/** Characters that a question takes at most. */
const LONGEST = 1_000;

export function Questions(): ReactElement {
  const { t } = useWords();
  const room = useRoom();
  const { room: state } = useView();
  const log = useLog("public");
  const [anonymous, setAnonymous] = useState(false);
  const all = log ? inOrder(questions(log)).filter((one) => one.state !== "dismissed" || one.author?.mine) : [];
  const hosts = (state?.stage ?? []).filter((person) => person.role !== "attendee");
  const label = hosts.length === 1 ? t.questions.askTo(hosts[0]!.name) : t.questions.ask;
  return (
    <>
      <div className="scroll said" tabIndex={0} role="log" aria-label={t.questions.tab}>
        {all.length === 0 && <p className="empty">{t.questions.empty}</p>}
        {all.map((question) => (
          <QuestionRow key={question.key} question={question} />
        ))}
      </div>
      <div className="asking">
        <Write label={label} send={t.questions.send} longest={LONGEST} onSend={(text) => room.ask(text, anonymous)} />
        <Check isSelected={anonymous} onChange={setAnonymous}>
          {t.questions.anonymous}
        </Check>
      </div>
    </>
  );
}

function QuestionRow({ question }: { question: Question }): ReactElement {
  const { t, f } = useWords();
  const { author, answer, pending } = question;
  const name = author === null ? t.questions.nobody : nameOf(author, t);
  return (
    <article className="q">
      <p className="prewrap">{question.text}</p>
      <p className="meta row">
        {name} · {f.time(question.at)} <QuestionFate question={question} />
      </p>
      {answer && <p className="q__answer prewrap">{answer}</p>}
      {pending && <Fate pending={pending} />}
    </article>
  );
}

export function QuestionFate({ question }: { question: Question }): ReactElement | null {
  const { t } = useWords();
  switch (question.state) {
    case "answering":
      return (
        <State tone="good" icon="mic">
          {t.questions.answering}
        </State>
      );
    case "answered":
      return (
        <State tone="good" icon="check">
          {question.answer ? t.questions.written : t.questions.answered}
        </State>
      );
    case "dismissed":
      return <State>{t.questions.dismissed}</State>;
    default:
      return null;
  }
}
