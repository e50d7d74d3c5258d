/** What became of a card stands in the entries after it. */

import type { Entry } from "../../../common/client";

type Entries = readonly Pick<Entry, "kind" | "body">[];

/** Whether an entry of the kind answers the card with that seq. */
export const answered = (entries: Entries, kind: string, seq: number): boolean =>
  entries.some((entry) => entry.kind === kind && entry.body.card === seq);

/** How it stands with a webinar: the last entry on it counts, whichever card it was. */
export const outcome = (entries: Entries, webinar: unknown): "" | "registered" | "withdrawn" => {
  const last = entries.findLast((entry) => entry.kind.startsWith("webinar.") && entry.body.webinar === webinar);
  return last ? (last.kind === "webinar.withdrawn" ? "withdrawn" : "registered") : "";
};

/** Whether a meeting is over: its room has ended. */
export const ended = (entries: Entries, room: unknown): boolean => endOf(entries, room) !== undefined;

/** Whether somebody called it off before it began. */
export const calledOff = (entries: Entries, room: unknown): boolean => endOf(entries, room)?.body.cancelled === true;

const endOf = (entries: Entries, room: unknown): Entries[number] | undefined =>
  entries.find((entry) => entry.kind === "room.ended" && entry.body.room === room);

/** The stars of the last rating, or null. */
export const starsGiven = (entries: Entries): number | null =>
  Number(entries.findLast((entry) => entry.kind === "rated")?.body.stars) || null;
