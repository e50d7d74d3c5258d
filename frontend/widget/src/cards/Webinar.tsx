import { useEffect, useState } from "preact/hooks";
import { ActionError } from "../../../common/client";
import type { RegisterAnswer, WebinarCard } from "../../../common/generated/events";
import { Formats } from "../../../common/i18n";
import { safeUrl } from "../model/links";
import { useAround } from "../ui/hooks";
import { Icon } from "../ui/Icon";
import { Leaf } from "./Leaf";
import { openTab } from "./open-tab";
import { webinarNow } from "./webinar-now";
import type { WebinarNow } from "./webinar-now";
import { words } from "./words";

interface WebinarProps {
  log: string;
  seq: number;
  body: Partial<WebinarCard>;
  outcome: "" | "registered" | "withdrawn";
}

/** An invitation: one press registers whoever is known here; others are asked who they are. */
export function Webinar({ log, seq, body, outcome }: WebinarProps) {
  const { visitor, t, f, lang } = useAround();
  const w = words(lang);
  // Times on the reader's own clock, whatever zone the site is in.
  const own = new Formats(lang);
  const [state, setState] = useState<WebinarNow | null>(null);
  const [need, setNeed] = useState<string[]>([]);
  const [values, setValues] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<{ field: string; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const id = `card-${seq}`;
  const { starts_at: starts, slug } = body;
  const ends = body.ends_at ?? "";
  const url = safeUrl(body.url);
  const title = body.title ?? "";
  const there = outcome === "registered";
  const now = visitor.now();
  const over = state === "past" || state === "cancelled" || (state === null && Date.parse(ends) < now);

  useEffect(() => {
    if (slug) void webinarNow(slug).then(setState);
  }, [slug, there]);

  const press = async (data: Record<string, string>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const answer = (await visitor.act(log, seq, "webinar.register", { ...data, time_zone: zone })) as RegisterAnswer;
      setNeed(answer.need ?? []);
      if (answer.join && state === "running") openTab(answer.join);
    } catch (error) {
      setProblem({
        field: error instanceof ActionError ? (error.field ?? "") : "",
        text: (error as Error).message || t.failed,
      });
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const empty = need.find((field) => !(values[field] ?? "").trim());
    if (empty) setProblem({ field: empty, text: t.missing });
    else void press(values);
  };

  return (
    <article class="card invite" aria-label={w.webinar(title)}>
      <div class="invite__head">
        {starts && <Leaf at={starts} />}
        <div class="invite__what">
          <h2>{title}</h2>
          {starts && (
            <p>
              {own.day(starts, now)}, {own.time(starts)}–{own.time(ends)}
            </p>
          )}
          <p class="meta">
            {[
              body.spoken && w.inLanguage[body.spoken],
              body.speakers?.length ? w.with(f.list(body.speakers.map((one) => one.name))) : "",
            ]
              .filter(Boolean)
              .join(", ")}
          </p>
        </div>
      </div>
      {over && <p class="invite__note meta">{state === "cancelled" ? w.cancelled : w.past}</p>}
      {!over && there && (
        <p class="invite__note invite__done" role="status">
          <Icon name="check" small />
          {w.registered}
        </p>
      )}
      {!over && outcome === "withdrawn" && <p class="invite__note meta">{w.withdrawn}</p>}
      {!over && need.length > 0 && (
        <form class="invite__ask" id={id} noValidate onSubmit={submit}>
          {need.map((field) => (
            <div class="field" key={field}>
              <label for={`${id}-${field}`}>{field === "email" ? w.email : w.name}</label>
              <input
                class="input"
                id={`${id}-${field}`}
                {...kind(field)}
                value={values[field] ?? ""}
                aria-invalid={problem?.field === field || undefined}
                aria-describedby={problem?.field === field ? `${id}-${field}-error` : undefined}
                onInput={(event) => setValues({ ...values, [field]: event.currentTarget.value })}
              />
              {problem?.field === field && (
                <p class="error" id={`${id}-${field}-error`} role="alert">
                  {problem.text}
                </p>
              )}
            </div>
          ))}
        </form>
      )}
      {problem && !need.includes(problem.field) && (
        <p class="error invite__note" role="alert">
          {problem.text}
        </p>
      )}
      <div class="product__foot row">
        {!over && (!there || state === "running") && (
          <button
            class="btn btn--primary"
            {...(need.length > 0 ? { type: "submit", form: id } : { type: "button", onClick: () => void press({}) })}
            aria-disabled={busy}
          >
            {there ? w.join : w.register}
          </button>
        )}
        {url && (
          <a class="btn" href={url} target="_blank" rel="noopener">
            {w.about}
          </a>
        )}
      </div>
    </article>
  );
}

/** The union of types is too narrow for preact's JSX, which wants one element a type. */
const kind = (field: string): object => ({ type: field === "email" ? "email" : "text", autocomplete: field });
