import type { MaySpeak, WebinarDetail, WebinarIn, WebinarText } from "../api/webinars";
import { instants, wallTime } from "./zoned";

export const LANGS = ["de", "en"] as const;
export type Lang = (typeof LANGS)[number];

export interface SpeakerValue {
  key: string;
  /** Null for a guest, who has a name of their own. */
  staff: string | null;
  name: string;
  /** Language → what they do. */
  title: Record<string, string>;
  email: string;
}

/** What the form holds. Date and time are those of the zone, as one types them. */
export interface Values {
  site: string;
  language: Lang;
  texts: Record<Lang, WebinarText>;
  date: string;
  time: string;
  zone: string;
  which: "" | "first" | "second";
  duration: string;
  maySpeak: MaySpeak;
  speakers: SpeakerValue[];
}

const NO_TEXT: WebinarText = { title: "", summary: "", takeaways: [] };
const WEEK_MS = 7 * 86_400_000;

const asLang = (language: string): Lang => (language === "en" ? "en" : "de");

export function empty(site: string, language: string, zone: string, now: number): Values {
  return {
    site,
    language: asLang(language),
    texts: { de: NO_TEXT, en: NO_TEXT },
    date: wallTime(now + WEEK_MS, zone).slice(0, 10),
    time: "10:00",
    zone,
    which: "",
    duration: "45",
    maySpeak: "raised",
    speakers: [],
  };
}

export function valuesOf(one: WebinarDetail): Values {
  const wall = one.local;
  const twice = instants(wall, one.time_zone);
  return {
    site: one.site,
    language: asLang(one.language),
    texts: { de: one.texts["de"] ?? NO_TEXT, en: one.texts["en"] ?? NO_TEXT },
    date: wall.slice(0, 10),
    time: wall.slice(11),
    zone: one.time_zone,
    which: twice.length < 2 ? "" : twice[0] === Date.parse(one.starts_at) ? "first" : "second",
    duration: String(one.duration_minutes),
    maySpeak: one.may_speak,
    speakers: one.speakers.map((speaker, index) => ({
      key: String(index),
      staff: speaker.staff ?? null,
      name: speaker.name,
      title: speaker.title ?? {},
      email: speaker.email ?? "",
    })),
  };
}

/** The moments that date and time mean: none, one, or two. */
export const moments = ({ date, time, zone }: Values): number[] => instants(`${date}T${time}`, zone);

const filled = (text: WebinarText): boolean =>
  [text.title, text.summary, ...text.takeaways.flatMap((each) => [each.title, each.text])].some((each) => each.trim());

/** What is sent: the spoken language always, the other one when something stands in it. */
export function bodyOf(values: Values): WebinarIn {
  const langs = LANGS.filter((lang) => lang === values.language || filled(values.texts[lang]));
  const text = ({ title, summary, takeaways }: WebinarText): WebinarText => ({
    title: title.trim(),
    summary: summary.trim(),
    takeaways: takeaways.filter((each) => each.title.trim() || each.text.trim()),
  });
  return {
    texts: Object.fromEntries(langs.map((lang) => [lang, text(values.texts[lang])])),
    starts: `${values.date}T${values.time}`,
    time_zone: values.zone,
    which: moments(values).length > 1 ? values.which : "",
    duration_minutes: Number(values.duration),
    may_speak: values.maySpeak,
    speakers: values.speakers.map(({ staff, name, title, email }) => (staff ? { staff, title } : { name, title, email })),
  };
}

/** Whether calendars would have to be told. */
export function movesCalendars(values: Values, before: WebinarDetail): boolean {
  const said = (texts: Partial<Record<string, WebinarText>>): string =>
    LANGS.map((lang) => texts[lang]?.title.trim() ?? "").join("\n");
  const at = moments(values);
  const starts = at.length > 1 && values.which === "second" ? at[1] : at[0];
  return (
    said(values.texts) !== said(before.texts) ||
    Number(values.duration) !== before.duration_minutes ||
    starts !== Date.parse(before.starts_at)
  );
}
