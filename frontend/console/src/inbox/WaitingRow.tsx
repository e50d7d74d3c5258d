import { type ReactElement, useEffect, useRef } from "react";
import { cx } from "../../../common/ui/cx";
import type { Row } from "../api/types";
import { useText } from "../i18n";
import { useNow } from "../lib/clock";
import { duration } from "../lib/format";
import { gauge } from "../lib/gauge";
import { Link } from "../lib/Link";
import { RowText } from "./RowText";

interface Props {
  row: Row;
  /** Seconds within which an answer is promised. */
  promise: number;
  current: boolean;
}

/** Somebody waits: the gauge fills up to the promised time, and is red past it. */
export function WaitingRow({ row, promise, current }: Props): ReactElement {
  const now = useNow();
  const texts = useText().inbox;
  const since = Date.parse(row.waiting_since ?? row.last_at);
  const { waited, share, over } = gauge(since, now, promise);
  const bar = useRef<HTMLElement>(null);

  useEffect(() => {
    bar.current?.style.setProperty("width", `${share * 100}%`);
  }, [share]);

  const label = texts.waitsSince(duration(waited));
  return (
    <Link className="item" href={`/conversations/${row.id}`} aria-current={current || undefined}>
      <RowText row={row} name={row.name || texts.anonymous}>
        <span className={cx("wait", over && "wait--over")}>
          <span className="sr">{over ? `${label}, ${texts.over}` : label}</span>
          <span aria-hidden="true">{duration(waited)}</span>
        </span>
      </RowText>
      <span
        className={cx("gauge", over && "gauge--over")}
        title={texts.promised(duration(promise))}
        aria-hidden="true"
      >
        <i ref={bar} />
      </span>
    </Link>
  );
}
