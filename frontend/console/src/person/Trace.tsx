import { type ReactElement, useEffect } from "react";
import * as people from "../api/people";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { Link } from "../lib/Link";
import { useLocale } from "../store/session";
import { useResource } from "../store/resource";

const SHOWN = 6;

interface Props {
  contact: string;
  conversation: string;
  /** How often the conversation has told of something that stands here. */
  told: number;
}

/** What happened before, in short; the whole of it is on the contact's page. */
export function Trace({ contact, conversation, told }: Props): ReactElement {
  const texts = useText().person;
  const locale = useLocale();
  const { data, reload } = useResource(`trace ${contact}`, (signal) => people.timeline(contact, {}, signal));
  useEffect(() => {
    if (told) reload();
  }, [told]);
  const items = data?.items ?? [];
  return (
    <section className="sec" aria-label={texts.history}>
      <div className="sec__head">
        <h3>{texts.history}</h3>
        {items.length > 1 && (
          <Link className="meta" href={`/contacts/${contact}`}>
            {texts.historyAll(items.length)}
          </Link>
        )}
      </div>
      {data && items.length === 0 && <p className="meta">{texts.historyNone}</p>}
      <ol className="trace">
        {items.slice(0, SHOWN).map((entry) => {
          const running = entry.subject === conversation && entry.ended_at === null;
          return (
            <li key={entry.id} data-now={running || undefined}>
              <span className="clip">{entry.title}</span>
              <span className="meta">
                {running ? texts.today : brief(entry.occurred_at, now(), locale)}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
