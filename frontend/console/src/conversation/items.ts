import type { Entry, LogSnapshot, Participant, Pending } from "../../../common/client";
import { dayKey, type Locale, time } from "../lib/format";
import type { Merged } from "./merge";

/** What stands in the conversation, from top to bottom. */
export type Item =
  | { type: "begin"; key: string }
  | { type: "day"; key: string; at: string }
  | { type: "unread"; key: string }
  | { type: "entry"; key: string; entry: Entry; log: LogSnapshot; by: Participant | undefined; last: boolean }
  | { type: "pending"; key: string; entry: Pending; internal: boolean }
  | { type: "typing"; key: string; name: string; text: string | undefined };

/** Kinds that are something said; the others are lines about what happened. */
const SAID = new Set(["message", "file", "card.product", "card.form", "card.webinar", "card.meeting"]);

export const isSaid = (entry: { kind: string }): boolean => SAID.has(entry.kind);

interface Input {
  merged: readonly Merged[];
  logs: readonly LogSnapshot[];
  /** Seq of the public log up to which this person had read when the conversation was opened. */
  readUpTo: number | null;
  locale: Locale;
}

export function items({ merged, logs, readUpTo, locale }: Input): Item[] {
  const list: Item[] = [];
  const complete = logs.length > 0 && logs.every((log) => !log.hasOlder);
  if (complete && merged.length > 0) list.push({ type: "begin", key: "begin" });
  let day = "";
  let unreadShown = readUpTo === null;
  merged.forEach(({ entry, log }, index) => {
    const by = log.participants.get(entry.by);
    const itsDay = dayKey(entry.at, locale);
    if (itsDay !== day) list.push({ type: "day", key: `day-${itsDay}`, at: entry.at });
    day = itsDay;
    const fresh = log.audience === "public" && readUpTo !== null && entry.seq > readUpTo;
    if (!unreadShown && fresh && by?.kind === "visitor") {
      list.push({ type: "unread", key: "unread" });
      unreadShown = true;
    }
    const next = merged[index + 1];
    const last = !next || !together(entry, next.entry, locale);
    list.push({ type: "entry", key: entry.id, entry, log, by, last });
  });
  for (const log of logs) {
    for (const entry of log.pending) {
      list.push({ type: "pending", key: entry.id, entry, internal: log.audience !== "public" });
    }
  }
  for (const log of logs.filter((each) => each.audience === "public")) {
    for (const { by, text } of log.typing) {
      const who = log.participants.get(by);
      if (who && by !== log.me) list.push({ type: "typing", key: `typing-${by}`, name: who.name, text });
    }
  }
  return list;
}

/** Said by the same person in the same minute: the time stands below the last one only. */
function together(entry: Entry, next: Entry, locale: Locale): boolean {
  return (
    isSaid(entry) &&
    isSaid(next) &&
    entry.by === next.by &&
    (entry.provenance ?? "person") === (next.provenance ?? "person") &&
    dayKey(entry.at, locale) === dayKey(next.at, locale) &&
    time(entry.at, locale) === time(next.at, locale)
  );
}

/** How far the visitor has read the public log. */
export function visitorRead(log: LogSnapshot): number {
  let seq = 0;
  for (const one of log.participants.values()) {
    if (one.kind === "visitor") seq = Math.max(seq, one.read ?? 0);
  }
  return seq;
}

/** The visitor's last question that no person has answered yet. */
export function openQuestion(log: LogSnapshot): Entry | null {
  let question: Entry | null = null;
  for (const entry of log.entries) {
    if (entry.kind !== "message" && !isSaid(entry)) continue;
    const kind = log.participants.get(entry.by)?.kind;
    if (kind === "visitor" && entry.kind === "message") question = entry;
    else if (kind === "staff" && entry.kind === "message") question = null;
  }
  return question;
}
