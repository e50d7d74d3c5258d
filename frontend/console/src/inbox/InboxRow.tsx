import type { ReactElement } from "react";
import { cx } from "../../../common/ui/cx";
import type { Row } from "../api/types";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { Link } from "../lib/Link";
import { useLocale } from "../store/session";
import { RowText } from "./RowText";

interface Props {
  row: Row;
  current: boolean;
  /** The id of the person at this desk. */
  mine: string;
}

export function InboxRow({ row, current, mine }: Props): ReactElement {
  const locale = useLocale();
  const texts = useText().inbox;
  const other = row.assignee && row.assignee.id !== mine ? row.assignee.name : null;
  return (
    <Link
      className={cx("item", row.unread === 0 && "item--read")}
      href={`/conversations/${row.id}`}
      aria-current={current || undefined}
    >
      <RowText row={row} name={row.name || texts.anonymous}>
        <span className="meta">{other ?? brief(row.last_at, now(), locale)}</span>
      </RowText>
    </Link>
  );
}
