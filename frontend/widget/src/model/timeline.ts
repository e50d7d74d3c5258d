/** From the entries of a log to what stands on the screen, in order. Pure. */

import type { Entry, LogSnapshot, Participant, Pending } from "../../../common/client";
import { pendingAt } from "../../../common/client/stream";
import type { Formats } from "../../../common/i18n";
import type { Texts } from "../texts";

export type Mark = "waiting" | "sending" | "stored" | "read" | "failed";

export interface Said {
  type: "message" | "file";
  key: string;
  own: boolean;
  by: Participant | null;
  at: string;
  text: string;
  body: Record<string, unknown>;
  provenance: "person" | "machine" | "approved";
  mark: Mark | null;
  /** Last of a run by the same author: carries face and time. */
  last: boolean;
  /** The newest own one says its state in words. */
  newest: boolean;
  /** Id and sentence, when it failed. */
  failed: { id: string; error: string } | null;
}

export interface Card {
  type: "card";
  key: string;
  /** `card.product` and so on; what is not drawn reads as its text. */
  kind: string;
  seq: number;
  body: Record<string, unknown>;
  /** What it says in words, until it is drawn. */
  text: string;
}

export interface Line {
  type: "day" | "line";
  key: string;
  text: string;
}

export type Item = Said | Card | Line;

const isCard = (kind: string): boolean => kind.startsWith("card.");
/** Kinds whose effect is seen elsewhere: on their card. */
const SILENT = /^(form\.submitted|rated|webinar\.(registered|withdrawn))$/;
/** Of these only the last one stands there. */
const LAST = /^card\.(rating|transcript)$/;
/** Messages of one author closer than this stand together, ms. */
const RUN_MS = 5 * 60_000;

export function timeline(
  log: Pick<LogSnapshot, "entries" | "participants" | "pending" | "me">,
  offline: boolean,
  f: Formats,
  t: Texts,
  now: number,
): Item[] {
  const items: Item[] = [];
  const lastOf = (kind: string): Entry | undefined => log.entries.findLast((entry) => entry.kind === kind);
  const readByThem = Math.max(
    0,
    ...[...log.participants.values()].filter((one) => one.kind === "staff").map((one) => one.read ?? 0),
  );
  let day = NaN;

  const dayLine = (at: string): void => {
    const ago = f.daysAgo(at, now);
    if (ago !== day) items.push({ type: "day", key: `day-${at}`, text: f.day(at, now) });
    day = ago;
  };

  for (const entry of log.entries) {
    const { id, kind, seq, body, text = "" } = entry;
    if (SILENT.test(kind) || (LAST.test(kind) && entry !== lastOf(kind))) continue;
    dayLine(entry.at);
    if (isCard(kind)) {
      items.push({ type: "card", key: id, kind, seq, body, text });
      continue;
    }
    const by = log.participants.get(entry.by) ?? null;
    if (by?.kind === "system" || isSystem(entry.kind)) {
      items.push({ type: "line", key: entry.id, text: lineText(entry, f, t) });
      continue;
    }
    const own = entry.by === log.me;
    items.push({
      ...{ type: entry.kind === "file" ? "file" : "message", key: entry.id, own, by, at: entry.at },
      ...{ text: textOf(entry), body: entry.body, provenance: provenanceOf(entry, by), last: true, newest: false },
      mark: own ? (entry.seq <= readByThem ? "read" : "stored") : null,
      failed: null,
    } as Said);
  }
  for (const entry of log.pending) {
    dayLine(pendingAt(entry));
    items.push(pendingItem(entry, offline));
  }
  return joined(items);
}

/** Entries by others after the last one that this reader has seen. */
export function unreadOf(log: LogSnapshot | undefined): number {
  if (!log) return 0;
  const read = (log.me && log.participants.get(log.me)?.read) || 0;
  return log.entries.filter((entry) => {
    const kind = log.participants.get(entry.by)?.kind;
    return entry.seq > read && (kind === "staff" || kind === "machine");
  }).length;
}

export function pendingItem(entry: Pending, offline: boolean): Said {
  const mark: Mark =
    entry.state === "stored" ? "stored" : entry.state === "failed" ? "failed" : offline ? "waiting" : "sending";
  return {
    ...{ type: entry.kind === "file" ? "file" : "message", key: entry.id, own: true, by: null, at: pendingAt(entry) },
    ...{ text: String(entry.body.text ?? ""), body: entry.body, provenance: "person", last: true, newest: false, mark },
    failed: entry.state === "failed" ? { id: entry.id, error: entry.error?.message ?? "" } : null,
  } as Said;
}

/** Marks runs by one author, and the newest own one. */
export function joined(items: Item[]): Item[] {
  const said = (item: Item | undefined): Said | null =>
    item && (item.type === "message" || item.type === "file") ? item : null;
  items.forEach((item, index) => {
    const one = said(item);
    const next = said(items[index + 1]);
    if (!one || !next || one.own !== next.own || one.by?.id !== next.by?.id) return;
    const close = Date.parse(next.at) - Date.parse(one.at) < RUN_MS;
    const settled = one.mark === next.mark || one.mark === "stored" || one.mark === "read";
    one.last = !(close && settled && one.provenance === next.provenance);
  });
  const newest = items.map(said).findLast((one) => one?.own);
  if (newest) newest.newest = true;
  return items;
}

const isSystem = (kind: string): boolean => /^(joined|left|assigned|closed|reopened)$/.test(kind);

const textOf = (entry: Entry): string =>
  entry.kind === "message" && typeof entry.body.text === "string" ? entry.body.text : (entry.text ?? "");

function provenanceOf(entry: Entry, by: Participant | null): Said["provenance"] {
  return by?.kind === "machine" ? "machine" : (entry.provenance ?? "person");
}

function lineText(entry: Entry, f: Formats, t: Texts): string {
  const name = String(entry.body.name ?? "");
  const time = f.time(entry.at);
  switch (entry.kind) {
    case "joined":
      return t.joined(name, time);
    case "assigned":
      return t.assigned(name, time);
    case "left":
      return t.left_(name);
    case "closed":
      return t.closed(time);
    case "reopened":
      return t.reopened;
    default:
      return entry.text ?? "";
  }
}
