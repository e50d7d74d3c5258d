import { type ReactElement, useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { Icon } from "../../../common/ui/Icon";
import { State } from "../../../common/ui/State";
import type { RegistrationRow, WebinarDetail } from "../api/webinars";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { Link } from "../lib/Link";
import { says } from "../lib/says";
import { useLooksAgain } from "../lib/useLooksAgain";
import { Still } from "../shell/Still";
import { useResource } from "../store/resource";
import { useLocale, useMay } from "../store/session";
import { found } from "./found";

const EVERY_MS = 10_000;

/** Who registered, how they came to it, and when. */
export function Registrations({ webinar }: { webinar: WebinarDetail }): ReactElement {
  const all = useText();
  const texts = all.webinars;
  const exports = useMay("webinar.export");
  const [query, setQuery] = useState("");
  const { data, error, reload } = useResource(`registrations ${webinar.id}`, (signal) =>
    api.registrations(webinar.id, signal),
  );
  useLooksAgain(reload, EVERY_MS);

  if (!data) {
    return error === undefined ? (
      <Ghost rows={4} />
    ) : (
      <Still title={texts.registrations} text={says(error, all)} action={{ label: all.shell.retry, run: reload }} />
    );
  }
  if (data.length === 0) return <Still title={texts.noRegistrations} text={texts.noRegistrationsText} />;
  const rows = found(data, query);
  return (
    <>
      <div className="head">
        <SearchField className="seek" aria-label={texts.search} value={query} onChange={setQuery}>
          <Icon name="search" size="sm" />
          <Input placeholder={texts.search} />
        </SearchField>
        {exports && (
          <a className="btn btn--sm push" href={api.registrationsCsv(webinar.id)} download="">
            <Icon name="download" size="sm" />
            {texts.csv}
          </a>
        )}
      </div>
      {rows.length === 0 ? (
        <p className="menu__empty" role="status">
          {texts.noHits(query)}
        </p>
      ) : (
        <Table rows={rows} />
      )}
    </>
  );
}

function Table({ rows }: { rows: RegistrationRow[] }): ReactElement {
  const texts = useText().webinars;
  const locale = useLocale();
  return (
    <table className="table table--people">
      <thead>
        <tr>
          <th scope="col">{texts.name}</th>
          <th scope="col">{texts.company}</th>
          <th scope="col">{texts.email}</th>
          <th scope="col">{texts.mail}</th>
          <th scope="col">{texts.source}</th>
          <th scope="col" className="r">
            {texts.at}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="strong clip">
              {row.contact ? <Link className="who" href={`/contacts/${row.contact}`}>{row.name}</Link> : row.name}
              {row.role !== "attendee" && <span className="tag">{texts.roleOf[row.role]}</span>}
            </td>
            <td className="clip">{row.company}</td>
            <td className="clip soft">{row.email}</td>
            <td className="clip">
              {row.cancelled_at && (
                <State icon="close">{texts.signedOff(brief(row.cancelled_at, now(), locale))}</State>
              )}
              {(!row.cancelled_at || row.mail === "failed") && <Mail row={row} />}
            </td>
            <td className="clip soft">{texts.sourceOf[row.source] ?? row.source}</td>
            <td className="r">{brief(row.registered_at, now(), locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Mail({ row }: { row: RegistrationRow }): ReactElement | null {
  const texts = useText().webinars;
  switch (row.mail) {
    case "sent":
      return (
        <State tone="good" icon="check">
          {texts.mailSent}
        </State>
      );
    case "due":
      return (
        <State tone="wait" icon="clock">
          {texts.mailDue}
        </State>
      );
    case "failed":
      return (
        <span title={row.mail_error}>
          <State tone="bad" icon="alert">
            {texts.mailFailed}
          </State>
        </span>
      );
    default:
      return null;
  }
}
