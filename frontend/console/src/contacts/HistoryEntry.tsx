import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import type { IconName } from "../../../common/ui/icons";
import type { TimelineEntry } from "../api/people";
import * as people from "../api/people";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { date, dayKey, shortDay, time } from "../lib/format";
import { Link } from "../lib/Link";
import { useLocale } from "../store/session";
import { useResource } from "../store/resource";
import { DeliveryState } from "./DeliveryState";
import { PresenceLine } from "./PresenceLine";

const ICONS: Record<string, IconName> = {
  conversation: "chat",
  form: "file",
  visit: "pin",
  order: "cart",
  registration: "calendar",
  attendance: "stage",
  meeting: "video",
  booking: "calendar",
  mailing: "mail",
};

/** One thing that happened: when, what, its first lines, and what became of it in the CRM. */
export function HistoryEntry({ entry }: { entry: TimelineEntry }): ReactElement {
  const texts = useText().contacts;
  const [open, setOpen] = useState(false);
  const trayed = entry.deliveries.filter((each) => each.state === "tray" && each.words);
  const conversation = entry.kind === "conversation";

  return (
    <article className="entry">
      <When at={entry.occurred_at} />
      <span className="entry__node">
        <Icon name={ICONS[entry.kind] ?? "note"} />
      </span>
      <div className="entry__card">
        <header className="entry__head">
          <h3>{entry.title}</h3>
          <span className="entry__states push">
            {entry.deliveries.map((each) => (
              <DeliveryState key={each.id} delivery={each} />
            ))}
          </span>
        </header>
        {entry.erased && <p className="entry__body meta">{texts.erased}</p>}
        {entry.presence && <PresenceLine presence={entry.presence} />}
        {entry.lines.length > 0 && (
          <div className="entry__body">
            {open ? <Whole id={entry.id} /> : <Lines lines={entry.lines} quoted={conversation} />}
            <p className="entry__more">
              {conversation && (
                <Link href={`/conversations/${entry.subject}`}>{texts.whole}</Link>
              )}
              {!conversation && entry.more && !open && (
                <Button look="quiet" className="btn--lead" onPress={() => setOpen(true)}>
                  {texts.wholeText}
                </Button>
              )}
            </p>
          </div>
        )}
        {trayed.map((each) => (
          <p className="crm-words" key={each.id}>
            <span>{texts.words(each.connection)}</span>
            <code>{each.words}</code>
            <Link className="btn btn--sm push" href={`/bridge?delivery=${each.id}`}>
              {texts.openTray}
            </Link>
          </p>
        ))}
      </div>
    </article>
  );
}

function When({ at }: { at: string }): ReactElement {
  const texts = useText().contacts;
  const locale = useLocale();
  const day = dayKey(at, locale);
  const sameYear = day.slice(0, 4) === dayKey(now(), locale).slice(0, 4);
  const named = { [dayKey(now(), locale)]: texts.today, [dayKey(now() - 86_400_000, locale)]: texts.yesterday };
  return (
    <time dateTime={at}>
      {named[day] ?? (sameYear ? shortDay(at, locale) : date(at, locale))}
      <span className="meta">{time(at, locale)}</span>
    </time>
  );
}

function Lines({ lines, quoted }: { lines: string[]; quoted: boolean }): ReactElement {
  const said = lines.map((line, index) => <p key={index}>{quoted ? <Said line={line} /> : line}</p>);
  return quoted ? <blockquote>{said}</blockquote> : <>{said}</>;
}

/** "24.11.2026 14:30 Höfler: Was kostet …" with the name set apart; the day stands beside already. */
function Said({ line }: { line: string }): ReactElement {
  const said = /^(?:[\d./-]{8,10},? \d{1,2}:\d{2} )?([^:]{1,60}): (.+)$/u.exec(line);
  if (!said || said[1] === "–") return <>{said?.[2] ?? line.replace(/^[\d./-]{8,10},? \d{1,2}:\d{2} (?:– )?/u, "")}</>;
  return (
    <>
      <b>{said[1]}</b> {said[2]}
    </>
  );
}

function Whole({ id }: { id: string }): ReactElement {
  const { data } = useResource(`history ${id}`, (signal) => people.entryText(id, signal));
  return <p className="prewrap">{data?.text ?? ""}</p>;
}
