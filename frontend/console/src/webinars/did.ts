import type { AttendanceRow } from "../api/webinars";
import type { Texts } from "../i18n";

type Deeds = Pick<AttendanceRow, "questions" | "messages" | "hands" | "floor" | "intervals">;

/** "2 Fragen, Hand gehoben" */
export function didWhat(one: Deeds, texts: Texts["webinars"]): string {
  const parts = [
    one.questions > 0 && texts.questions(one.questions),
    one.messages > 0 && texts.messages(one.messages),
    one.hands > 0 && texts.hands(one.hands),
    one.floor && texts.floor,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : texts.listened;
}
