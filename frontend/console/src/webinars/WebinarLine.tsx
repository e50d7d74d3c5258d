import type { ReactElement } from "react";
import type { WebinarRow } from "../api/webinars";
import { useText } from "../i18n";
import { count } from "../lib/format";
import { Link } from "../lib/Link";
import { useLocale, useMay } from "../store/session";
import { DateBlock } from "./DateBlock";
import { type Phase, phaseOf } from "./phase";
import { PhaseState } from "./PhaseState";
import { day, span } from "./when";

/** One webinar in one line, with what one would do next. */
export function WebinarLine({ row, now }: { row: WebinarRow; now: number }): ReactElement {
  const texts = useText().webinars;
  const locale = useLocale();
  const phase = phaseOf(row, now);
  const began = row.attended > 0 || phase === "live" || phase === "over";
  return (
    <li className="line" data-phase={phase}>
      <DateBlock at={row.starts_at} />
      <div className="line__what">
        <Link className="line__title clip" href={`/webinars/${row.id}`}>
          {row.title}
        </Link>
        <p className="meta clip">
          {day(row.starts_at, now, locale, texts)}, {span(row.starts_at, row.duration_minutes, locale, texts)} ·{" "}
          {texts.language[row.language] ?? row.language}
        </p>
      </div>
      <PhaseState phase={phase} />
      <p className="line__n">
        <b>{count(row.registered, locale)}</b> <span className="meta">{texts.registered}</span>
      </p>
      <p className="line__n">
        {began && (
          <>
            <b>{count(row.attended, locale)}</b> <span className="meta">{texts.attended}</span>
          </>
        )}
      </p>
      <Next row={row} phase={phase} />
    </li>
  );
}

function Next({ row, phase }: { row: WebinarRow; phase: Phase }): ReactElement {
  const texts = useText().webinars;
  const hosts = useMay("room.host");
  if (hosts && (phase === "live" || phase === "open")) {
    return (
      <Link className="btn btn--primary btn--sm" href={`/rooms/${row.room}`}>
        {phase === "live" ? texts.enter : texts.goLive}
      </Link>
    );
  }
  const word = phase === "over" ? texts.report : texts.openOne;
  return (
    <Link className="btn btn--sm" href={`/webinars/${row.id}`} aria-label={`${word}: ${row.title}`}>
      {word}
    </Link>
  );
}
