import { answer, BASE } from "../model/api";

export type WebinarNow = "upcoming" | "running" | "past" | "cancelled";

/** How a webinar stands now: the card tells of when it was sent. Null when that is not to be had. */
export async function webinarNow(slug: string): Promise<WebinarNow | null> {
  try {
    const response = await fetch(`${BASE}webinars/${encodeURIComponent(slug)}`, { credentials: "omit" });
    return answer<{ state: WebinarNow }>(response.status, await response.text()).state;
  } catch {
    return null;
  }
}
