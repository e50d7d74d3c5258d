import type { ReactElement } from "react";
import type { AttendanceReport, AttendanceRow } from "../api/webinars";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { count, time } from "../lib/format";
import { Link } from "../lib/Link";
import { PresenceBar } from "../lib/PresenceBar";
import { useLocale } from "../store/session";
import { didWhat, isHouse } from "./did";

/** One line a person: minutes, when they were there as a bar, and what they did. */
export function CameTable({ people, report }: { people: AttendanceRow[]; report: AttendanceReport }): ReactElement {
  const texts = useText().webinars;
  const locale = useLocale();
  const start = report.live_at ?? "";
  const end = report.ended_at ?? new Date(now()).toISOString();
  return (
    <table className="table table--came">
      <thead>
        <tr>
          <th scope="col">{texts.name}</th>
          <th scope="col">{texts.company}</th>
          <th scope="col" className="r">
            {texts.was}
          </th>
          <th scope="col">{texts.presence}</th>
          <th scope="col">{texts.did}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((one) => (
          <tr key={one.participant ?? one.name}>
            <td className="strong clip">
              <Who name={one.name} contact={one.contact} />
              {isHouse(one) && <span className="tag">{texts.roleOf[one.role ?? ""]}</span>}
            </td>
            <td className="clip">{one.company}</td>
            <td className="r">{texts.minutes(count(one.minutes ?? 0, locale))}</td>
            <td>
              <Was one={one} start={start} end={end} />
            </td>
            <td className="clip soft" title={didWhat(one, texts)}>
              {didWhat(one, texts)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function AbsentTable({ people }: { people: AttendanceRow[] }): ReactElement {
  const texts = useText().webinars;
  return (
    <table className="table table--absent">
      <thead>
        <tr>
          <th scope="col">{texts.name}</th>
          <th scope="col">{texts.company}</th>
          <th scope="col">{texts.email}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((one) => (
          <tr key={one.participant ?? one.registration ?? one.name}>
            <td className="strong clip">
              <Who name={one.name} contact={one.contact} />
            </td>
            <td className="clip">{one.company}</td>
            <td className="clip soft">{one.email}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Who({ name, contact }: { name: string; contact: string | null | undefined }): ReactElement {
  return contact ? <Link className="who" href={`/contacts/${contact}`}>{name}</Link> : <>{name}</>;
}

interface WasProps {
  one: AttendanceRow;
  start: string;
  end: string;
}

/** "10:00–10:45", and below it when in between they were there. */
function Was({ one, start, end }: WasProps): ReactElement | null {
  const texts = useText().webinars;
  const locale = useLocale();
  if (!one.first_at || !one.last_at) return null;
  return (
    <>
      <span className="meta">
        {one.here ? texts.since(time(one.first_at, locale)) : texts.until(time(one.first_at, locale), time(one.last_at, locale))}
      </span>
      {one.spans && (
        <PresenceBar stays={one.spans.map(([from, to]) => ({ start: from, end: to }))} start={start} end={end} />
      )}
    </>
  );
}
