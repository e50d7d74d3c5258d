import type { Texts } from "../i18n";
import { moments, type Values } from "./values";
import { isZone } from "./zoned";

/** What does not fit, and where: `field` as the server names it. */
export interface Problem {
  field: string | undefined;
  code: string;
  text: string;
}

/** What can be said without asking the server; the first thing from the top. */
export function problemIn(values: Values, texts: Texts["webinars"]): Problem | null {
  const at = (field: string, text: string, code = ""): Problem => ({ field, code, text });
  if (!values.texts[values.language].title.trim()) return at(`texts.${values.language}.title`, texts.required);
  if (!values.date || !values.time) return at("starts", texts.required);
  if (!isZone(values.zone)) return at("time_zone", texts.noZone);
  const found = moments(values);
  if (found.length === 0) return at("starts", texts.skipped, "time_skipped");
  if (found.length > 1 && !values.which) return at("starts", texts.twice, "time_doubled");
  if (!/^\d+$/u.test(values.duration) || Number(values.duration) < 5) return at("duration_minutes", texts.tooShort);
  const nameless = values.speakers.findIndex((speaker) => !speaker.staff && !speaker.name.trim());
  return nameless < 0 ? null : at(`speakers.${nameless}`, texts.required);
}

/** The sentence for a field, if the problem is there or below it. */
export function textAt(problem: Problem | undefined, ...fields: string[]): string | undefined {
  const here = fields.some((field) => problem?.field === field || problem?.field?.startsWith(`${field}.`));
  return here ? problem?.text : undefined;
}
