/** Where a webinar stands, of what its own state and its room's say. */
export type Phase = "draft" | "cancelled" | "upcoming" | "open" | "live" | "over";

export interface Staged {
  state: "draft" | "published" | "cancelled";
  room_state: "planned" | "open" | "live" | "ended";
  starts_at: string;
  duration_minutes: number;
}

/** Somebody may begin late: only this long after its planned end it counts as over by itself, ms. */
const GRACE_MS = 6 * 3_600_000;

export const endsAt = (one: Pick<Staged, "starts_at" | "duration_minutes">): number =>
  Date.parse(one.starts_at) + one.duration_minutes * 60_000;

export function phaseOf(one: Staged, now: number): Phase {
  if (one.state === "cancelled") return "cancelled";
  if (one.room_state === "ended") return "over";
  if (one.state === "draft") return "draft";
  if (one.room_state === "live") return "live";
  if (endsAt(one) + GRACE_MS < now) return "over";
  return one.room_state === "open" ? "open" : "upcoming";
}

export interface Groups<T> {
  running: T[];
  upcoming: T[];
  past: T[];
}

/** Running and upcoming with the next one first, past with the last one first. */
export function grouped<T extends Staged>(all: readonly T[], now: number): Groups<T> {
  const groups: Groups<T> = { running: [], upcoming: [], past: [] };
  const byStart = [...all].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
  for (const one of byStart) {
    const phase = phaseOf(one, now);
    if (phase === "live" || phase === "open") groups.running.push(one);
    else if (phase === "over" || (phase === "cancelled" && endsAt(one) < now)) groups.past.unshift(one);
    else groups.upcoming.push(one);
  }
  return groups;
}
