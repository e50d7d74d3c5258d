/** What stands in the room's public log, as the panels show it. */

import type { Entry, LogSnapshot, Pending } from "../../../common/client";

export interface Line {
  key: string;
  /** Null: nobody's own words (the room itself says it). */
  author: Author | null;
  text: string;
  /** What happened, where nobody said it: its kind and its body. */
  event: { kind: string; body: Entry["body"] } | null;
  at: string | number;
  pending: Pending | null;
}

export interface Author {
  id: string;
  name: string;
  face: string;
  title: string;
  mine: boolean;
  machine: boolean;
}

export interface Question {
  seq: number;
  key: string;
  author: Author | null;
  text: string;
  at: string | number;
  state: "open" | "answering" | "answered" | "dismissed";
  /** When it came into this state. */
  since: string | null;
  answer: string;
  pending: Pending | null;
}

const NOT_TALK = new Set(["question", "question.state"]);

export function lines(log: LogSnapshot): Line[] {
  const stored = log.entries
    .filter((entry) => !NOT_TALK.has(entry.kind))
    .map((entry): Line | null => {
      const text = entry.kind === "message" ? String(entry.body["text"] ?? "") : (entry.text ?? "");
      if (!text) return null;
      const author = entry.kind === "message" ? authorOf(log, entry) : null;
      const event = author ? null : { kind: entry.kind, body: entry.body };
      return { key: entry.id, author, text, event, at: entry.at, pending: null };
    });
  const waiting = log.pending
    .filter((one) => one.kind === "message")
    .map((one): Line => pendingLine(log, one, String(one.body["text"] ?? "")));
  return [...stored.filter((line) => line !== null), ...waiting];
}

export function questions(log: LogSnapshot): Question[] {
  const found = new Map<number, Question>();
  for (const entry of log.entries) {
    if (entry.kind === "question") {
      found.set(entry.seq, {
        seq: entry.seq,
        key: entry.id,
        author: entry.body["anonymous"] === true ? null : authorOf(log, entry),
        text: String(entry.body["text"] ?? ""),
        at: entry.at,
        state: "open",
        since: null,
        answer: "",
        pending: null,
      });
    } else if (entry.kind === "question.state") {
      const question = found.get(Number(entry.body["question"]));
      if (!question) continue;
      found.set(question.seq, {
        ...question,
        state: entry.body["state"] as Question["state"],
        since: entry.at,
        answer: String(entry.body["text"] ?? ""),
      });
    }
  }
  const waiting = log.pending
    .filter((one) => one.kind === "question")
    .map((one): Question => {
      const { key, author, text, at } = pendingLine(log, one, String(one.body["text"] ?? ""));
      const anonymous = one.body["anonymous"] === true;
      return { seq: 0, key, author: anonymous ? null : author, text, at, state: "open", since: null, answer: "", pending: one };
    });
  return [...found.values(), ...waiting];
}

const RANK = { answering: 0, open: 1, answered: 2, dismissed: 3 };

/** What is being answered first, then what is open in its order, then what is done, newest first. */
export function inOrder(all: Question[]): Question[] {
  return [...all].sort((a, b) => {
    const rank = RANK[a.state] - RANK[b.state];
    if (rank) return rank;
    const seq = (a.seq || Infinity) - (b.seq || Infinity) || 0;
    return a.state === "answered" ? -seq : seq;
  });
}

function authorOf(log: LogSnapshot, entry: Entry): Author {
  const person = log.participants.get(entry.by);
  return {
    id: entry.by,
    name: person?.name ?? "",
    face: person?.face ?? "",
    title: person?.title ?? "",
    mine: entry.by === log.me || person?.me === true || mine.has(entry.id),
    machine: person?.kind === "machine",
  };
}

/** Ids that this page sent: the log learns only later whose they are. */
const mine = new Set<string>();

function pendingLine(log: LogSnapshot, one: Pending, text: string): Line {
  mine.add(one.id);
  const me = log.me ? log.participants.get(log.me) : undefined;
  const author: Author = {
    id: log.me ?? "",
    name: me?.name ?? "",
    face: me?.face ?? "",
    title: me?.title ?? "",
    mine: true,
    machine: false,
  };
  return { key: one.id, author, text,
    event: null, at: one.at ?? one.writtenAt, pending: one };
}
