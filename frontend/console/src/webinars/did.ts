import type { AttendanceRow } from "../api/webinars";
import type { Texts } from "../i18n";

/** Whoever hosted or presented: not counted as having come. */
export const isHouse = (one: Pick<AttendanceRow, "role">): boolean => (one.role ?? "attendee") !== "attendee";

/** "2 Fragen, Hand gehoben, 1-mal neu verbunden" */
export function didWhat(one: AttendanceRow, texts: Texts["webinars"]): string {
  const { questions = [], messages = 0, hands = 0, floor = 0, rejoins = 0 } = one;
  const parts = [
    questions.length > 0 && texts.questions(questions.length),
    messages > 0 && texts.messages(messages),
    hands > 0 && texts.hands(hands),
    floor > 0 && texts.floor,
    rejoins > 0 && texts.rejoined(rejoins),
  ].filter(Boolean);
  if (parts.length === 0) return isHouse(one) ? "" : texts.listened;
  return parts.join(", ");
}
