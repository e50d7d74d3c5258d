import type { ReactElement } from "react";
import { State } from "../../../common/ui/State";
import type { RoomRow } from "../api/webinars";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { useNow } from "../lib/clock";
import { Link } from "../lib/Link";
import { says } from "../lib/says";
import { useLooksAgain } from "../lib/useLooksAgain";
import { Still } from "../shell/Still";
import { useResource } from "../store/resource";
import { useLocale, useMay } from "../store/session";
import { DateBlock } from "./DateBlock";
import { PhaseState } from "./PhaseState";
import type { Phase } from "./phase";
import { day, until } from "./when";

const EVERY_MS = 10_000;

/** Meetings that run or are planned; those that ended stand in their conversations. */
export function MeetingsPane(): ReactElement {
  const all = useText();
  const texts = all.webinars;
  const { data, error, reload } = useResource("meetings", (signal) => api.meetings(signal));
  useLooksAgain(reload, EVERY_MS);

  if (!data) {
    return error === undefined ? (
      <Ghost rows={4} />
    ) : (
      <Still title={texts.meetings} text={says(error, all)} action={{ label: all.shell.retry, run: reload }} />
    );
  }
  if (data.length === 0) return <Still title={texts.meetingsNone} text={texts.meetingsNoneText} />;
  return (
    <div className="scroll">
      <ul className="lines" aria-label={texts.meetings}>
        {data.map((row) => (
          <MeetingLine key={row.id} row={row} />
        ))}
      </ul>
    </div>
  );
}

const PHASE: Record<RoomRow["state"], Phase> = { planned: "upcoming", open: "open", live: "live", ended: "over" };

function MeetingLine({ row }: { row: RoomRow }): ReactElement {
  const texts = useText().webinars;
  const locale = useLocale();
  const now = useNow();
  const hosts = useMay("room.host");
  const at = row.starts_at ?? row.live_at ?? "";
  const people = [row.guest, row.by].filter(Boolean).join(", ");
  return (
    <li className="line line--meeting" data-phase={PHASE[row.state]}>
      {at ? <DateBlock at={at} /> : <span />}
      <div className="line__what">
        <b className="line__title clip">{row.title}</b>
        <p className="meta clip">
          {[at && `${day(at, now, locale, texts)}, ${until(at, row.ends_at ?? "", locale, texts)}`, people]
            .filter(Boolean)
            .join(" · ")}
          {row.conversation && (
            <>
              {" · "}
              <Link href={`/conversations/${row.conversation}`}>{texts.fromConversation}</Link>
            </>
          )}
        </p>
      </div>
      {row.state === "planned" ? (
        <State icon="clock">{texts.planned}</State>
      ) : (
        <PhaseState phase={PHASE[row.state]} />
      )}
      <p className="line__n">
        {row.state !== "planned" && (
          <>
            <b>{row.here ?? 0}</b> <span className="meta">{texts.attended}</span>
          </>
        )}
      </p>
      {hosts && row.state !== "ended" && (
        <Link className="btn btn--sm btn--primary" href={`/rooms/${row.id}`}>
          {texts.meetingJoin}
        </Link>
      )}
    </li>
  );
}
