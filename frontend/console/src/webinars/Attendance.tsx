import { type ReactElement, useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import { Plate } from "../../../common/ui/Plate";
import type { AttendanceReport, WebinarDetail } from "../api/webinars";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { now } from "../lib/clock";
import { count, time } from "../lib/format";
import { says } from "../lib/says";
import { useLooksAgain } from "../lib/useLooksAgain";
import { Still } from "../shell/Still";
import { useResource } from "../store/resource";
import { useLocale, useMay } from "../store/session";
import { AbsentTable, CameTable } from "./AttendanceTables";
import { isHouse } from "./did";
import { found } from "./found";
import { day, span } from "./when";

const EVERY_MS = 10_000;

interface Props {
  webinar: WebinarDetail;
  began: boolean;
}

/** Who came, for how long and what they did, and who did not; to search, print and take along. */
export function Attendance({ webinar, began }: Props): ReactElement {
  const all = useText();
  const texts = all.webinars;
  const { data, error, reload } = useResource(began ? `attendance ${webinar.room}` : null, (signal) =>
    api.attendance(webinar.room, signal),
  );
  useLooksAgain(reload, EVERY_MS);

  if (!began) return <Still title={texts.attendance} text={texts.reportLater} />;
  if (!data) {
    return error === undefined ? (
      <Ghost rows={4} />
    ) : (
      <Still title={texts.attendance} text={says(error, all)} action={{ label: all.shell.retry, run: reload }} />
    );
  }
  return <Report webinar={webinar} report={data} />;
}

function Report({ webinar, report }: { webinar: WebinarDetail; report: AttendanceReport }): ReactElement {
  const texts = useText().webinars;
  const locale = useLocale();
  const exports = useMay("webinar.export");
  const [query, setQuery] = useState("");
  const { registered = 0, attended = 0, people = [] } = report;
  const shown = found(people, query);
  const there = shown.filter((one) => one.attended);
  const came = there.filter((one) => !isHouse(one));
  const house = there.filter(isHouse);
  const absent = shown.filter((one) => !one.attended && one.role !== "host");
  const peak = ({ peak: most = 0, peak_at: at }: AttendanceReport): ReactElement => (
    <>
      {count(most, locale)} {at && <small className="meta">{time(at, locale)}</small>}
    </>
  );
  const share = registered > 0 ? Math.round((attended / registered) * 100) : null;

  return (
    <div className="report">
      <p className="only-print">
        {day(webinar.starts_at, now(), locale, texts)}, {span(webinar.starts_at, webinar.duration_minutes, locale, texts)}
      </p>
      <Plate
        large
        facts={[
          { label: texts.attended, value: texts.of(count(attended, locale), count(registered, locale)) },
          { label: texts.share, value: share === null ? "–" : `${share} %` },
          { label: texts.meanMinutes, value: texts.minutes(count(Math.round((report.average_seconds ?? 0) / 60), locale)) },
          { label: texts.peak, value: peak(report) },
        ]}
      />
      <div className="row row--wrap no-print">
        <SearchField className="seek" aria-label={texts.search} value={query} onChange={setQuery}>
          <Icon name="search" size="sm" />
          <Input placeholder={texts.search} />
        </SearchField>
        <Button className="push" icon="file" onPress={() => window.print()}>
          {texts.print}
        </Button>
        {exports && (
          <a className="btn btn--sm" href={api.attendanceCsv(webinar.room)} download="">
            <Icon name="download" size="sm" />
            {texts.csv}
          </a>
        )}
      </div>
      <h2 className="report__head">
        {texts.came} <span className="count">{came.length}</span>
      </h2>
      {there.length === 0 ? (
        <p className="meta">{texts.nobodyCame}</p>
      ) : (
        <div className="report__table">
          <CameTable people={[...came, ...house]} report={report} />
        </div>
      )}
      <h2 className="report__head">
        {texts.notCame} <span className="count">{absent.length}</span>
      </h2>
      {absent.length === 0 ? <p className="meta">{texts.everybodyCame}</p> : (
        <div className="report__table">
          <AbsentTable people={absent} />
        </div>
      )}
    </div>
  );
}
