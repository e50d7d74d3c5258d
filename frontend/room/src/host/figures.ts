import type { RoomPerson } from "../../../common/generated/events";

/** Whole percent of those who are here whose line is good, or null when nobody is. */
export function shareOfGoodLines(people: readonly RoomPerson[], lines: Readonly<Record<string, number>>): number | null {
  const here = people.filter((person) => person.here !== false);
  const good = here.filter((person) => (lines[person.participant] ?? person.line ?? 3) === 3);
  return here.length ? Math.round((good.length / here.length) * 100) : null;
}

/** Whole percent of the attendees who did something: wrote, asked, raised a hand, spoke. */
export function shareInvolved(people: readonly RoomPerson[]): number | null {
  const guests = people.filter((person) => person.role === "attendee");
  return guests.length ? Math.round((guests.filter(involved).length / guests.length) * 100) : null;
}

export const involved = (person: RoomPerson): boolean =>
  Boolean(person.messages || person.questions || person.hand || person.has_floor);

/** The most active first, then by name. */
export function mostActiveFirst(people: readonly RoomPerson[]): RoomPerson[] {
  const weight = (person: RoomPerson): number =>
    (person.has_floor ? 1000 : 0) + (person.hand ? 500 : 0) + (person.questions ?? 0) * 3 + (person.messages ?? 0);
  return [...people].sort((a, b) => weight(b) - weight(a) || a.name.localeCompare(b.name));
}
