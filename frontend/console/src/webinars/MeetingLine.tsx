import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { State } from "../../../common/ui/State";
import type { RoomRow } from "../api/webinars";
import { useText } from "../i18n";
import { useNow } from "../lib/clock";
import { Link } from "../lib/Link";
import { useLocale, useMay, useMe } from "../store/session";
import { DateBlock } from "./DateBlock";
import { guests, named } from "./meeting";
import { PhaseState } from "./PhaseState";
import type { Phase } from "./phase";
import { day, until } from "./when";

const PHASE: Record<RoomRow["state"], Phase> = { planned: "upcoming", open: "open", live: "live", ended: "over" };

interface Props {
  row: RoomRow;
  onChange: () => void;
}

/** One meeting in one line: who is asked to it, and the ways into it and to changing it. */
export function MeetingLine({ row, onChange }: Props): ReactElement {
  const all = useText();
  const texts = all.meetings;
  const locale = useLocale();
  const now = useNow();
  const hosts = useMay("room.host");
  const meets = useMay("meeting.start");
  const at = row.starts_at ?? row.live_at ?? "";
  const people = [row.guest, row.by].filter(Boolean).join(", ");
  const word = row.state === "planned" ? texts.change : texts.ask;
  return (
    <li className="line line--meeting" data-phase={PHASE[row.state]}>
      {at ? <DateBlock at={at} /> : <span />}
      <div className="line__what">
        <b className="line__title clip">{row.title}</b>
        <p className="meta clip">
          {[at && `${day(at, now, locale, all.webinars)}, ${until(at, row.ends_at ?? "", locale, all.webinars)}`, people]
            .filter(Boolean)
            .join(" · ")}
          {row.conversation && (
            <>
              {" · "}
              <Link href={`/conversations/${row.conversation}`}>{texts.fromConversation}</Link>
            </>
          )}
        </p>
        <Asked row={row} />
      </div>
      {row.state === "planned" ? (
        <State icon="clock">{texts.planned}</State>
      ) : (
        <PhaseState phase={PHASE[row.state]} />
      )}
      <p className="line__n">
        {row.state !== "planned" && (
          <>
            <b>{row.here ?? 0}</b> <span className="meta">{all.webinars.attended}</span>
          </>
        )}
      </p>
      <div className="line__acts">
        {meets && row.state !== "ended" && (
          <Button aria-label={`${word}: ${row.title}`} onPress={onChange}>
            {word}
          </Button>
        )}
        {hosts && row.state !== "ended" && (
          <Link className="btn btn--sm btn--primary" href={`/rooms/${row.id}`}>
            {texts.join}
          </Link>
        )}
      </div>
    </li>
  );
}

/** Who is asked besides whoever planned it, and whose mail did not go out. */
function Asked({ row }: { row: RoomRow }): ReactElement {
  const texts = useText().meetings;
  const me = useMe();
  const asked = guests(row);
  const others = asked.filter((one) => one.id !== me.id);
  const failed = (row.invited ?? []).filter((one) => one.mail === "failed");
  const invited = named(others.map((one) => one.name), texts);
  const mine = others.length < asked.length;
  const names = named(failed.map((one) => one.name), texts);
  return (
    <>
      {asked.length > 0 && (
        <p className="meta clip" title={others.map((one) => one.name).join(", ")}>
          {mine && <b className="strong">{texts.youAre}</b>}
          {invited && (mine ? texts.also(invited) : texts.invited(invited))}
        </p>
      )}
      {failed[0] && (
        <State tone="bad" icon="alert" className="line__failed">
          {texts.mailFailed(names, failed[0].error ?? "")}
        </State>
      )}
    </>
  );
}
