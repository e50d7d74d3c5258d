import type { Look } from "../../../common/generated/events";
import type { Words } from "../texts";

/** What the link is for, whose it is, and when, in one line. */
export function about(look: Look, { t, f }: Words): string {
  const when =
    look.starts_at && look.state !== "live" ? `${f.day(look.starts_at, Date.now())}, ${f.time(look.starts_at)}` : "";
  return [look.kind === "meeting" ? t.link.meeting : t.link.webinar, look.site, when].filter(Boolean).join(" · ");
}
