import type { Formats } from "../../../common/i18n";
import type { Texts } from "../texts";

/** `Mi. 8:00`: when somebody is there again, as short as it goes. */
export function whenShort(at: string, f: Formats, now: number): string {
  const dot = f.lang === "de" ? "." : "";
  return f.daysAgo(at, now) === 0 ? f.time(at) : `${f.weekday(at)}${dot} ${f.time(at)}`;
}

/** `heute um 8:00`, `morgen um 8:00`, `am Mittwoch um 8:00`. */
export function when(at: string, f: Formats, t: Texts, now: number): string {
  const time = f.time(at);
  const days = -f.daysAgo(at, now);
  if (days === 0) return t.today(time);
  if (days === 1) return t.tomorrow(time);
  return t.onDay(days < 7 ? f.weekday(at, "long") : f.day(at, now), time);
}
