import type { Colleague } from "../api/types";
import type { Invited, MeetingChange, RoomRow } from "../api/webinars";
import type { Texts } from "../i18n";
import type { Problem } from "./problems";
import { instants, wallTime } from "./zoned";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** As the server has it: one may be a little late with planning. */
const LATE_MS = 5 * MINUTE_MS;
/** Besides whoever plans it. */
const MOST = 49;

export interface Person {
  id: string;
  name: string;
}

/** What the dialog holds. Date and time are those of one's own clock. */
export interface Meeting {
  title: string;
  date: string;
  time: string;
  duration: string;
  invited: Person[];
}

export function soon(now: number, zone: string): Meeting {
  const start = wallTime(Math.ceil(now / HOUR_MS) * HOUR_MS, zone);
  return { title: "", date: start.slice(0, 10), time: start.slice(11), duration: "30", invited: [] };
}

export function meetingOf(row: RoomRow, zone: string): Meeting {
  const at = Date.parse(row.starts_at ?? row.live_at ?? "") || 0;
  const start = wallTime(at, zone);
  const minutes = row.ends_at ? Math.round((Date.parse(row.ends_at) - at) / MINUTE_MS) : 30;
  return {
    title: row.title,
    date: start.slice(0, 10),
    time: start.slice(11),
    duration: String(minutes),
    invited: guests(row).map(({ id, name }) => ({ id, name })),
  };
}

/** Whoever planned it is among the invited, and stays. */
export const planner = (row: RoomRow): Invited[] => (row.invited ?? []).filter((one) => one.planner);
export const guests = (row: RoomRow): Invited[] => (row.invited ?? []).filter((one) => !one.planner);

/** A running one to which one is asked, and has not said that one is not coming. */
export const asking = (rows: readonly RoomRow[], me: string, hushed: readonly string[]): RoomRow | undefined =>
  rows.find(
    (row) => row.state === "live" && !hushed.includes(row.id) && row.invited?.some((one) => one.id === me),
  );

export const startOf = ({ date, time }: Meeting, zone: string): number | undefined =>
  instants(`${date}T${time}`, zone)[0];

/** What does not fit, where it can be said without asking the server; the first thing from the top. */
export function problemWith(
  meeting: Meeting,
  before: Meeting | null,
  now: number,
  zone: string,
  all: Texts,
): Problem | null {
  const texts = all.meetings;
  const at = (field: string, text: string): Problem => ({ field, code: "", text });
  const start = startOf(meeting, zone);
  const moved = !before || before.date !== meeting.date || before.time !== meeting.time;
  const minutes = /^\d+$/u.test(meeting.duration.trim()) ? Number(meeting.duration) : 0;
  if (before && !meeting.title.trim()) return at("title", all.webinars.required);
  if (!meeting.date || !meeting.time) return at("starts_at", all.webinars.required);
  if (start === undefined) return at("starts_at", all.webinars.skipped);
  if (moved && start < now - LATE_MS) return at("starts_at", texts.past);
  if (minutes < 5) return at("duration_minutes", all.webinars.tooShort);
  if (minutes > 720) return at("duration_minutes", texts.tooLong);
  return tooMany(meeting, all);
}

/** Of what counts for a meeting that begins at once, too. */
export const tooMany = ({ invited }: Meeting, all: Texts): Problem | null =>
  invited.length > MOST ? { field: "invited", code: "", text: all.meetings.tooMany(MOST) } : null;

/** What is sent of a change: only what is another now. */
export function changes(meeting: Meeting, row: RoomRow, zone: string): MeetingChange {
  const before = meetingOf(row, zone);
  const change: MeetingChange = {};
  const start = startOf(meeting, zone);
  if (meeting.title.trim() !== before.title) change.title = meeting.title.trim();
  if (start !== undefined && (meeting.date !== before.date || meeting.time !== before.time)) {
    change.starts_at = new Date(start).toISOString();
  }
  if (Number(meeting.duration) !== Number(before.duration)) change.duration_minutes = Number(meeting.duration);
  const ids = meeting.invited.map((one) => one.id);
  const asked = guests(row).map((one) => one.id);
  if (ids.length !== asked.length || ids.some((id) => !asked.includes(id))) {
    change.invited = [...planner(row).map((one) => one.id), ...ids];
  }
  return change;
}

/** Who can be invited, by name: the house without oneself and the planner, and who was asked before. */
export function invitable(
  team: readonly Colleague[],
  before: readonly Person[],
  planner: readonly Person[],
  me: string,
): (Person & { title: string; face: string })[] {
  const asked = (id: string): boolean => before.some((one) => one.id === id);
  const out = new Set([...planner.map((one) => one.id), me].filter((id) => !asked(id)));
  const known = new Set(team.map((one) => one.id));
  const others = before.filter((one) => !known.has(one.id)).map((one) => ({ ...one, title: "", face: "" }));
  return [...team.filter((one) => !out.has(one.id)), ...others].sort((a, b) => a.name.localeCompare(b.name));
}

/** "Anna, Bernd und 3 weitere"; up to three by their names. */
export function named(names: readonly string[], texts: Texts["meetings"]): string {
  const [one = "", other = "", third = ""] = names;
  if (names.length > 3) return texts.others(`${one}, ${other}`, names.length - 2);
  if (names.length === 3) return texts.two(`${one}, ${other}`, third);
  return names.length === 2 ? texts.two(one, other) : one;
}

/** How many others would get a mail if it did not take place: those who heard of it. */
export const hearing = (row: RoomRow, me: string): number =>
  (row.invited ?? []).filter((one) => one.id !== me && one.mail !== "failed").length;
