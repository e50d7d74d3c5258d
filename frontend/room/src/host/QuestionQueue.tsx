import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { useLog, useNow, useRoom, useView } from "../model/context";
import { inOrder, type Question, questions } from "../model/talk";
import { useWords } from "../texts";
import { nameOf } from "../ui/author";
import { QuestionFate } from "../ui/Questions";
import { Write } from "../ui/Write";
import { useDoing } from "../ui/useDoing";

/** Questions as the hosts work through them: aloud, in writing, done, hidden. */
export function QuestionQueue(): ReactElement {
  const { t, f } = useWords();
  const log = useLog("public");
  const all = log ? inOrder(questions(log)) : [];
  const open = all.filter((one) => one.state === "open" || one.state === "answering").length;
  return (
    <section className="host__questions" aria-label={t.questions.tab}>
      <div className="sec__head">
        <h2>{t.questions.tab}</h2>
        <span className="meta">{t.questions.open(open, f)}</span>
      </div>
      <div className="scroll said" tabIndex={0} role="log" aria-label={t.questions.tab}>
        {all.length === 0 && <p className="empty">{t.questions.emptyHost}</p>}
        {all.map((question) => (
          <Row key={question.key} question={question} />
        ))}
      </div>
    </section>
  );
}

function Row({ question }: { question: Question }): ReactElement {
  const { t, f } = useWords();
  const room = useRoom();
  const { me } = useView();
  const now = useNow();
  const [writes, setWrites] = useState(false);
  const { busy, error, run } = useDoing();
  const { seq, state, since, author } = question;
  const set = (next: Parameters<typeof room.question>[1], text = ""): void =>
    void run(() => room.question(seq, next, text)).then((done) => done && setWrites(false));
  const name = author === null ? t.questions.nobody : nameOf(author, t);
  const may = me?.role !== "attendee" && seq > 0;
  return (
    <article className="q" data-state={state}>
      <p className="prewrap">{question.text}</p>
      <p className="meta row">
        {name} · {f.time(question.at)} <QuestionFate question={question} />
        {state === "answering" && since && <span className="num">{f.clock((now - Date.parse(since)) / 1000)}</span>}
      </p>
      {question.answer && <p className="q__answer prewrap">{question.answer}</p>}
      {error && (
        <p className="field__error" role="alert">
          {error}
        </p>
      )}
      {may && (state === "open" || state === "answering") && (
        <p className="row row--wrap">
          {state === "open" ? (
            <Button icon="mic" isPending={busy} onPress={() => set("answering")}>
              {t.questions.aloud}
            </Button>
          ) : (
            <Button icon="check" isPending={busy} onPress={() => set("answered")}>
              {t.questions.done}
            </Button>
          )}
          <Button icon="edit" aria-expanded={writes} onPress={() => setWrites(!writes)}>
            {t.questions.inWriting}
          </Button>
          <Button look="quiet" icon="close" iconOnly aria-label={t.questions.dismiss} onPress={() => set("dismissed")} />
        </p>
      )}
      {writes && (
        <Write
          autoFocus
          label={t.questions.answer}
          send={t.questions.sendAnswer}
          onSend={(text) => set("answered", text)}
        />
      )}
    </article>
  );
}
