import { lazy, type ReactElement, Suspense, useState } from "react";
import type { RoomRow } from "../api/webinars";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { says } from "../lib/says";
import { useLooksAgain } from "../lib/useLooksAgain";
import { Still } from "../shell/Still";
import { useResource } from "../store/resource";
import { MeetingLine } from "./MeetingLine";
import { useMeetingNews } from "./useMeetingNews";

// Its calendar is fetched when somebody changes one.
const MeetingChange = lazy(() => import("./MeetingChange"));

const EVERY_MS = 10_000;

/** Meetings that run or are planned; those that ended stand in their conversations. */
export function MeetingsPane(): ReactElement {
  const { data, error, reload } = useResource("meetings", (signal) => api.meetings(signal));
  const [changing, setChanging] = useState<RoomRow>();
  useLooksAgain(reload, EVERY_MS);
  useMeetingNews(reload);

  return (
    <>
      <Meetings rows={data} error={error} reload={reload} onChange={setChanging} />
      {changing && (
        <Suspense>
          <MeetingChange row={changing} onClose={() => setChanging(undefined)} />
        </Suspense>
      )}
    </>
  );
}

interface Props {
  rows: RoomRow[] | undefined;
  error: unknown;
  reload: () => void;
  onChange: (row: RoomRow) => void;
}

function Meetings({ rows, error, reload, onChange }: Props): ReactElement {
  const all = useText();
  if (!rows) {
    return error === undefined ? (
      <Ghost rows={4} />
    ) : (
      <Still title={all.webinars.meetings} text={says(error, all)} action={{ label: all.shell.retry, run: reload }} />
    );
  }
  if (rows.length === 0) return <Still title={all.meetings.none} text={all.meetings.noneText} />;
  return (
    <div className="scroll">
      <ul className="lines" aria-label={all.webinars.meetings}>
        {rows.map((row) => (
          <MeetingLine key={row.id} row={row} onChange={() => onChange(row)} />
        ))}
      </ul>
    </div>
  );
}
