import { type ReactElement, useId } from "react";
import { cx } from "../../../common/ui/cx";
import { Keys } from "../../../common/ui/Keys";
import type { Row } from "../api/types";
import { useText } from "../i18n";
import { says } from "../lib/says";
import { inbox, refreshInbox } from "../store/inbox";
import { useMay, useMe } from "../store/session";
import { useStore } from "../store/store";
import { Availability } from "./Availability";
import { Ghost } from "./Ghost";
import { InboxRow } from "./InboxRow";
import { Button } from "../../../common/ui/Button";
import { WaitingRow } from "./WaitingRow";

/** Who waits first, longest on top; then mine; then what others answer. */
export function Inbox({ current }: { current: string | null }): ReactElement {
  const { data, error } = useStore(inbox);
  const all = useText();
  const texts = all.inbox;
  const me = useMe();
  const answers = useMay("conversation.answer");

  return (
    <section className="pane pane--inbox" aria-label={texts.region}>
      <header className="bar">
        <h1>{texts.title}</h1>
        {answers && <Availability />}
      </header>
      <div className="scroll">
        {error !== null && data === null && (
          <div className="sec">
            <p className="words" role="alert">
              {says(error, all)}
            </p>
            <Button onPress={refreshInbox}>{all.shell.retry}</Button>
          </div>
        )}
        {data === null && error === null && <Ghost rows={6} />}
        {data && (
          <>
            <Group title={texts.waiting} rows={data.waiting} tone="wait" empty={texts.nobodyWaits}>
              {(row) => (
                <WaitingRow row={row} promise={data.promise_s} current={row.id === current} />
              )}
            </Group>
            {answers && (
              <Group title={texts.mine} rows={data.mine} empty={texts.noneMine}>
                {(row) => <InboxRow row={row} current={row.id === current} mine={me.id} />}
              </Group>
            )}
            {data.others.length > 0 && (
              <Group title={texts.others} rows={data.others}>
                {(row) => <InboxRow row={row} current={row.id === current} mine={me.id} />}
              </Group>
            )}
          </>
        )}
      </div>
      <footer className="hints" aria-hidden="true">
        <span>
          <Keys keys={["J", "K"]} />
          {all.shell.move}
        </span>
        {answers && (
          <span>
            <Keys keys={["N"]} />
            {all.shell.next}
          </span>
        )}
      </footer>
    </section>
  );
}

interface GroupProps {
  title: string;
  rows: Row[];
  tone?: "wait";
  empty?: string;
  children: (row: Row) => ReactElement;
}

function Group({ title, rows, tone, empty, children }: GroupProps): ReactElement {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 className="group" id={id}>
        <span>{title}</span>
        <span className={cx("count", tone && rows.length > 0 && `count--${tone}`)}>{rows.length}</span>
      </h2>
      {rows.length === 0 && empty && <p className="group__empty">{empty}</p>}
      <ul>
        {rows.map((row) => (
          <li key={row.id}>{children(row)}</li>
        ))}
      </ul>
    </section>
  );
}
