import { type ReactElement, useEffect } from "react";
import { Cell, Column, Row, Table, TableBody, TableHeader } from "react-aria-components";
import { Button } from "../../../common/ui/Button";
import type { DeliveryRow } from "../api/bridge";
import * as api from "../api/bridge";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { useLocale, useMay } from "../store/session";
import { EmptyTab } from "./EmptyTab";
import { useDeliveries } from "./useDeliveries";

interface Props {
  state: "tray" | "waiting" | "delivered";
  chosen: string;
  onChoose: (id: string) => void;
  onChanged: () => void;
}

/** One line a delivery; arrow keys move, what is chosen stands on the right with all of it. */
export function DeliveryTable({ state, chosen, onChoose, onChanged }: Props): ReactElement {
  const all = useText();
  const texts = all.bridge;
  const locale = useLocale();
  const retries = useMay("bridge.retry");
  const { rows, error, hasMore, more, reload } = useDeliveries(state);
  const first = state === "tray" ? rows?.[0]?.id : undefined;
  useEffect(() => {
    if (first && !chosen) onChoose(first);
  }, [first, chosen, onChoose]);
  const when = (at: string | null): string => (at ? brief(at, now(), locale) : "");

  if (!rows) return error === undefined ? <Ghost rows={4} /> : <EmptyTab title={says(error, all)} />;
  if (rows.length === 0) {
    const empty = {
      tray: [texts.emptyTray, texts.emptyTrayText],
      waiting: [texts.emptyWaiting, texts.emptyWaitingText],
      delivered: [texts.emptyDelivered, texts.emptyDeliveredText],
    }[state];
    return <EmptyTab title={empty[0] ?? ""} text={empty[1] ?? ""} />;
  }

  const retryNow = (id: string): void => {
    api.retry(id).then(
      () => {
        reload();
        onChanged();
      },
      (cause: unknown) => say("bad", says(cause, all)),
    );
  };
  const middle = (row: DeliveryRow): string => (state === "tray" ? row.words : row.note);
  const last = { tray: texts.since, waiting: texts.since, delivered: texts.at }[state];

  return (
    <>
      <Table
        className="table"
        aria-label={texts[state]}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={chosen ? [chosen] : []}
        onSelectionChange={(keys) => {
          if (keys !== "all") onChoose(String([...keys][0] ?? ""));
        }}
      >
        <TableHeader>
          <Column isRowHeader>{texts.what}</Column>
          <Column>{texts.who}</Column>
          <Column>{{ tray: texts.says, waiting: texts.note, delivered: texts.version }[state]}</Column>
          <Column className="r">{texts.tries}</Column>
          <Column className="r">{last}</Column>
        </TableHeader>
        <TableBody items={rows}>
          {(row) => (
            <Row id={row.id} textValue={row.title}>
              <Cell className="strong">{row.title}</Cell>
              <Cell>{row.contact?.name || row.contact?.company || texts.nobody}</Cell>
              <Cell className={state === "tray" ? "" : "meta"}>
                {state === "delivered" ? row.delivered_version : middle(row)}
              </Cell>
              <Cell className="r">{row.attempts}</Cell>
              <Cell className="r">
                {state === "waiting" && retries ? (
                  <Button look="quiet" onPress={() => retryNow(row.id)}>
                    {texts.now}
                  </Button>
                ) : (
                  when(state === "delivered" ? row.delivered_at : row.since)
                )}
              </Cell>
            </Row>
          )}
        </TableBody>
      </Table>
      {hasMore && (
        <p className="tab-panel__more">
          <Button onPress={more}>{texts.more}</Button>
        </p>
      )}
    </>
  );
}
