import type { ReactElement } from "react";
import { Icon } from "../../../common/ui/Icon";
import { State } from "../../../common/ui/State";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { Link } from "../lib/Link";
import { useLocale, useMay } from "../store/session";
import { DateBlock } from "../webinars/DateBlock";
import { day, span } from "../webinars/when";

/** How it ended, if it did. */
export type End = "" | "over" | "cancelled";

interface Props {
  body: Record<string, unknown>;
  end: End;
}

/** A meeting with the visitor: the way into it while there is one. */
export function MeetingCard({ body, end }: Props): ReactElement {
  const texts = useText();
  const locale = useLocale();
  const starts = useMay("meeting.start");
  const text = (name: string): string => (typeof body[name] === "string" ? body[name] : "");
  const room = text("room");
  const at = text("starts_at");
  const minutes = typeof body["duration_minutes"] === "number" ? body["duration_minutes"] : 0;
  return (
    <div className="card invite">
      {at ? (
        <DateBlock at={at} />
      ) : (
        <span className="date date--icon">
          <Icon name="video" />
        </span>
      )}
      <div className="invite__what">
        <strong className="strong clip line2">{text("title") || texts.talk.meeting}</strong>
        {at && (
          <p className="meta clip">
            {day(at, now(), locale, texts.webinars)}, {span(at, minutes, locale, texts.webinars)}
          </p>
        )}
      </div>
      {end === "over" && <State icon="check">{texts.talk.meetingOver}</State>}
      {end === "cancelled" && <State icon="close">{texts.talk.meetingCancelled}</State>}
      {!end && starts && room && (
        <Link className="btn btn--primary btn--sm" href={`/rooms/${room}`}>
          {texts.talk.meetingJoin}
        </Link>
      )}
    </div>
  );
}
