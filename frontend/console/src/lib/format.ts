/** Dates, figures and durations as the person at the desk reads them. */

export interface Locale {
  lang: string;
  timeZone: string;
}

const tag = (locale: Locale): string => (locale.lang === "de" ? "de-DE" : "en-GB");
const made = new Map<string, Intl.DateTimeFormat>();

function dates(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale.lang}|${locale.timeZone}|${JSON.stringify(options)}`;
  let format = made.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(tag(locale), { timeZone: locale.timeZone, ...options });
    made.set(key, format);
  }
  return format;
}

/** "14:36" */
export function time(at: string | number, locale: Locale): string {
  return dates(locale, { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}

/** "2026-11-24" in the reader's zone: what two moments share when they are on one day. */
export function dayKey(at: string | number, locale: Locale): string {
  const parts = dates(locale, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(
    new Date(at),
  );
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** "Dienstag, 24. November"; with the year when it is another one. */
export function longDay(at: string | number, now: number, locale: Locale): string {
  const sameYear = dayKey(at, locale).slice(0, 4) === dayKey(now, locale).slice(0, 4);
  return dates(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(new Date(at));
}

/** "Di., 24. Nov" */
export function shortDay(at: string | number, locale: Locale): string {
  return dates(locale, { weekday: "short", day: "numeric", month: "short" })
    .format(new Date(at))
    .replace(/\.$/u, "");
}

/** "24.11.2026" */
export function date(at: string | number, locale: Locale): string {
  return dates(locale, { year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(at));
}

/** "3." in German, "3" in English */
export function monthDay(at: string | number, locale: Locale): string {
  return dates(locale, { day: "numeric" }).format(new Date(at)) + (locale.lang === "de" ? "." : "");
}

/** "Dez" */
export function monthName(at: string | number, locale: Locale): string {
  return dates(locale, { month: "short" }).format(new Date(at)).replace(/\.$/u, "");
}

/** As short as it can be said: "14:36" today, "17.09." this year, "03/25" before. */
export function brief(at: string | number, now: number, locale: Locale): string {
  const day = dayKey(at, locale);
  const today = dayKey(now, locale);
  if (day === today) return time(at, locale);
  if (day.slice(0, 4) !== today.slice(0, 4)) {
    return dates(locale, { month: "2-digit", year: "2-digit" }).format(new Date(at));
  }
  return dates(locale, { day: "2-digit", month: "2-digit" }).format(new Date(at));
}

/** Seconds as "0:19", "3:24", "1:02:09". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** "6.480,00 €" from "6480.00"; nothing else is ever made of a price. */
export function money(amount: string, currency: string, locale: Locale): string {
  const value = Number(amount);
  if (amount === "" || Number.isNaN(value)) return "–";
  return new Intl.NumberFormat(tag(locale), { style: "currency", currency }).format(value);
}

/** "1.250" */
export function count(value: number, locale: Locale): string {
  return new Intl.NumberFormat(tag(locale)).format(value);
}

/** "2,4 MB" */
export function bytes(size: number, locale: Locale): string {
  const [value, unit] =
    size < 1000 ? [size, "B"] : size < 1e6 ? [size / 1e3, "kB"] : [size / 1e6, "MB"];
  const digits = unit === "MB" ? 1 : 0;
  return `${new Intl.NumberFormat(tag(locale), { maximumFractionDigits: digits }).format(value)}\u00a0${unit}`;
}
