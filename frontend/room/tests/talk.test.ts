import { describe, expect, test } from "vitest";
import type { Entry, LogSnapshot, Participant, Pending } from "../../common/client";
import { inOrder, lines, questions } from "../src/model/talk";

const ANNA: Participant = { id: "anna", kind: "visitor", name: "Anna Sommer" };
const HOST: Participant = { id: "host", kind: "staff", name: "Miriam Keller", face: "faces/keller.svg" };

const entry = (seq: number, kind: string, body: Record<string, unknown>, by = "anna", text?: string): Entry => ({
  seq,
  kind,
  by,
  id: `id-${seq}`,
  at: `2026-11-26T10:${String(seq).padStart(2, "0")}:00Z`,
  body,
  ...(text === undefined ? {} : { text }),
});

const log = (entries: Entry[], pending: Pending[] = []): LogSnapshot => ({
  id: "log",
  audience: "public",
  head: entries.at(-1)?.seq ?? 0,
  me: "anna",
  entries,
  participants: new Map([ANNA, HOST].map((one) => [one.id, one])),
  pending,
  typing: [],
  hasOlder: false,
});

const pending = (kind: string, body: Record<string, unknown>): Pending => ({
  id: "mine",
  log: "log",
  kind,
  body,
  writtenAt: 1,
  state: "queued",
});

describe("chat", () => {
  test("has messages and what the room says, without questions", () => {
    const found = lines(
      log([
        entry(1, "message", { text: "Guten Tag" }),
        entry(2, "question", { text: "Wie schwer?" }),
        entry(3, "room.live", {}, "host", "Das Webinar hat begonnen"),
        entry(4, "question.state", { question: 2, state: "answered" }, "host", "Beantwortet"),
        entry(5, "message", { text: "Hallo" }, "host"),
      ]),
    );
    expect(found.map((line) => line.text)).toEqual(["Guten Tag", "Das Webinar hat begonnen", "Hallo"]);
    expect(found[0]!.author).toMatchObject({ mine: true });
    expect(found[1]!.author).toBeNull();
    expect(found[2]!.author).toMatchObject({ name: "Miriam Keller", mine: false });
  });

  test("what is on its way stands at the end, as one's own", () => {
    const found = lines(log([entry(1, "message", { text: "a" }, "host")], [pending("message", { text: "b" })]));
    expect(found.at(-1)).toMatchObject({ text: "b", author: { mine: true }, pending: { state: "queued" } });
  });

  test("a body that says nothing useful is left out instead of failing", () => {
    expect(lines(log([entry(1, "message", {}), entry(2, "new.kind", { x: 1 })]))).toEqual([]);
  });
});

describe("questions", () => {
  const all = [
    entry(1, "question", { text: "eins" }),
    entry(2, "question", { text: "zwei", anonymous: true }, "nobody"),
    entry(3, "question", { text: "drei" }),
    entry(4, "question.state", { question: 1, state: "answering" }, "host"),
    entry(5, "question.state", { question: 1, state: "answered", text: "So." }, "host"),
    entry(6, "question.state", { question: 3, state: "answering" }, "host"),
    entry(7, "question.state", { question: 99, state: "answering" }, "host"),
  ];

  test("have the last state that was said of them, with the written answer", () => {
    const [first, second, third] = questions(log(all));
    expect(first).toMatchObject({ state: "answered", answer: "So.", since: "2026-11-26T10:05:00Z" });
    expect(second).toMatchObject({ state: "open", author: null });
    expect(third).toMatchObject({ state: "answering" });
  });

  test("what is being answered comes first, then open ones, then what is done", () => {
    const waiting = pending("question", { text: "vier", anonymous: true });
    expect(inOrder(questions(log(all, [waiting]))).map((one) => one.text)).toEqual(["drei", "zwei", "vier", "eins"]);
  });
});
