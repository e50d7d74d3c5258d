import { type FormEvent, type ReactElement, useRef, useState } from "react";
import { uuid } from "../../../common/client";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import { ApiError } from "../api/http";
import type { WebinarDetail } from "../api/webinars";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { Link } from "../lib/Link";
import { go } from "../lib/route";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { useLocale, useMe } from "../store/session";
import { ConfirmDialog } from "./ConfirmDialog";
import { type Problem, problemIn } from "./problems";
import { SpeakerFields } from "./SpeakerFields";
import { TextFields } from "./TextFields";
import { bodyOf, empty, type Lang, movesCalendars, type Values, valuesOf } from "./values";
import { WhenFields } from "./WhenFields";

interface Props {
  title: string;
  before: WebinarDetail | null;
}

type Then = "stay" | "publish";

/** Everything that a webinar's page and its room need. What does not fit stands at its field. */
export function PlanForm({ title, before }: Props): ReactElement {
  const all = useText();
  const texts = all.webinars;
  const me = useMe();
  const locale = useLocale();
  const [values, setValues] = useState<Values>(() =>
    before ? valuesOf(before) : empty(me.sites[0]?.key ?? "", me.language, locale.timeZone, now()),
  );
  const [shown, setShown] = useState<Lang>(values.language);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [telling, setTelling] = useState<Then>();
  // The same id for every try: what was stored by one that seemed to fail is changed by the next.
  const id = useRef(before?.id ?? uuid());
  const stored = useRef(before !== null);
  const form = useRef<HTMLFormElement>(null);
  const published = before?.state === "published";
  const told = before && published ? before.mails_to : 0;

  const set = (change: Partial<Values>): void => {
    setValues((held) => ({ ...held, ...change }));
    setProblem(undefined);
  };
  const fail = (found: Problem): void => {
    setProblem(found);
    const lang = /^texts\.(de|en)/u.exec(found.field ?? "")?.[1];
    if (lang) setShown(lang as Lang);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .words')?.focus());
  };

  const save = async (then: Then): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const body = bodyOf(values);
      const saved = stored.current
        ? await api.change(id.current, body)
        : await api.plan({ ...body, id: id.current, site: values.site, language: values.language });
      stored.current = true;
      if (then === "publish") await api.publish(saved.id);
      say("plain", then === "publish" ? texts.published : texts.saved);
      go(`/webinars/${saved.id}`, { replace: true });
    } catch (error) {
      fail({
        field: error instanceof ApiError ? error.field : undefined,
        code: error instanceof ApiError ? error.code : "",
        text: says(error, all),
      });
    } finally {
      setBusy(false);
    }
  };
  const attempt = (then: Then): void => {
    if (busy) return;
    const found = problemIn(values, texts);
    if (found) fail(found);
    else if (before && told > 0 && movesCalendars(values, before)) setTelling(then);
    else void save(then);
  };
  const general = problem && !problem.field ? problem.text : undefined;

  return (
    <section className="pane webinars" aria-label={title}>
      <header className="bar">
        <Link
          className="btn btn--quiet btn--icon btn--sm btn--lead"
          href={before ? `/webinars/${before.id}` : "/webinars"}
          aria-label={texts.back}
        >
          <Icon name="left" size="sm" />
        </Link>
        <h1>{title}</h1>
        <span className="push row">
          {published ? (
            <Button look="primary" type="submit" form="plan" isPending={busy}>
              {all.shell.save}
            </Button>
          ) : (
            <>
              <Button type="submit" form="plan" isPending={busy}>
                {texts.saveDraft}
              </Button>
              <Button look="primary" isPending={busy} onPress={() => attempt("publish")}>
                {texts.savePublish}
              </Button>
            </>
          )}
        </span>
      </header>
      <div className="scroll">
        <form
          ref={form}
          id="plan"
          className="plan"
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            attempt("stay");
          }}
        >
          {published && <p className="advice">{texts.publishedNote(told)}</p>}
          {general && (
            <p className="words" role="alert" tabIndex={-1}>
              {general}
            </p>
          )}
          <TextFields values={values} shown={shown} onShow={setShown} onChange={set} problem={problem} fixed={before !== null} />
          <WhenFields values={values} onChange={set} problem={problem} sites={before ? [] : me.sites} />
          <SpeakerFields values={values} lang={shown} onChange={set} problem={problem} />
        </form>
      </div>
      {telling && (
        <ConfirmDialog
          title={texts.tellTitle}
          text={texts.tellText(told)}
          label={texts.tellDo}
          onClose={() => setTelling(undefined)}
          onGo={() => void save(telling)}
        />
      )}
    </section>
  );
}
