import type { Texts } from "../i18n";
import { dayKey, type Locale, longDay, time } from "../lib/format";

/** "Heute", "Morgen", "Donnerstag, 3. Dezember" */
export function day(at: string | number, now: number, locale: Locale, texts: Texts["webinars"]): string {
  const key = dayKey(at, locale);
  if (key === dayKey(now, locale)) return texts.today;
  if (key === dayKey(now + 86_400_000, locale)) return texts.tomorrow;
  return longDay(at, now, locale);
}

/** "10:00–10:45"; the beginning alone where there is no end. */
export function until(from: string, to: string, locale: Locale, texts: Texts["webinars"]): string {
  return to ? texts.until(time(from, locale), time(to, locale)) : time(from, locale);
}

/** "10:00–10:45" */
export function span(at: string, minutes: number, locale: Locale, texts: Texts["webinars"]): string {
  return until(at, new Date(Date.parse(at) + minutes * 60_000).toISOString(), locale, texts);
}
