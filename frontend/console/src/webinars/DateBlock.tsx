import type { ReactElement } from "react";
import { monthName, monthDay } from "../lib/format";
import { useLocale } from "../store/session";

/** The day as a small leaf: "3." over "Dez". The whole date stands beside it for readers. */
export function DateBlock({ at }: { at: string }): ReactElement {
  const locale = useLocale();
  return (
    <span className="date" aria-hidden="true">
      <b>{monthDay(at, locale)}</b>
      <span>{monthName(at, locale)}</span>
    </span>
  );
}
