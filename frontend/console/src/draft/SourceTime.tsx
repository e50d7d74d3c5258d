import type { ReactElement } from "react";
import { AsOf } from "../../../common/ui/AsOf";
import type { DraftSource } from "../api/types";
import { useText } from "../i18n";
import { date, time } from "../lib/format";
import { useLocale } from "../store/session";

/** How old a source is: a live one carries its time, a page the day of its last change. */
export function SourceTime({ source }: { source: DraftSource }): ReactElement | null {
  const texts = useText().draft;
  const locale = useLocale();
  if (source.as_of) return <AsOf old={source.stale}>{texts.asOf(time(source.as_of, locale))}</AsOf>;
  if (source.changed_at) {
    return <span className="meta clip">{texts.changed(date(source.changed_at, locale))}</span>;
  }
  return null;
}
