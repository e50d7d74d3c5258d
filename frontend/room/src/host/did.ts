import type { RoomPerson, RoomState } from "../../../common/generated/events";
import type { Words } from "../texts";

export type Place = "stage" | "backstage" | "hall" | "lobby" | "gone";

/** Where somebody is now. Before it is live nobody is on the stage. */
export function placeOf(person: RoomPerson, room: RoomState | null): Place {
  if (person.here === false || room?.state === "ended") return "gone";
  if (room?.state !== "live") return person.role === "attendee" ? "lobby" : "backstage";
  return room.stage?.some(({ participant }) => participant === person.participant) ? "stage" : "hall";
}

/** "Host, auf der Bühne", "Hand, 1 Frage, 2-mal neu verbunden"; who did nothing listens or waits. */
export function did(person: RoomPerson, place: Place, { t, f }: Words): string {
  const parts = [
    person.role === "host" && t.people.host,
    (place === "stage" || place === "backstage") && t.host.place[place],
    person.hand && t.host.hand,
    person.questions && t.host.nQuestions(person.questions, f),
    person.messages && t.host.nMessages(person.messages, f),
    person.rejoins && t.host.nRejoins(person.rejoins, f),
  ].filter(Boolean);
  if (parts.length > 0) return parts.join(", ");
  return place === "gone" && !person.seconds ? "" : t.host.place[place];
}
