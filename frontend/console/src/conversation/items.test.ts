import { describe, expect, it } from "vitest";
import type { Entry, LogSnapshot, Participant } from "../../../common/client";
import { items, openQuestion } from "./items";
import { merge } from "./merge";

const people = new Map<string, Participant>([
  ["v", { id: "v", kind: "visitor", name: "Andreas Höfler", read: 3 }],
  ["s", { id: "s", kind: "staff", name: "Miriam Keller" }],
]);
const entry = (seq: number, by: string, at: string, kind = "message"): Entry => ({
  seq,
  kind,
  by,
  id: `e${seq}`,
  at,
  body: { text: `${seq}` },
});
const log = (entries: Entry[], more: Partial<LogSnapshot> = {}): LogSnapshot => ({
  id: "public",
  audience: "public",
  head: entries.length,
  me: "s",
  entries,
  participants: people,
  pending: [],
  typing: [],
  hasOlder: false,
  ...more,
});
const locale = { lang: "de", timeZone: "Europe/Berlin" };
const shape = (view: LogSnapshot, readUpTo: number | null = null): string[] =>
  items({ merged: merge([view]), logs: [view], readUpTo, locale }).map((item) =>
    item.type === "entry" ? `${item.key}${item.last ? "." : ""}` : item.type,
  );

describe("what stands in a conversation", () => {
  it("parts days in the reader's zone, not in UTC", () => {
    const view = log([
      entry(1, "v", "2026-11-24T22:30:00Z"),
      entry(2, "v", "2026-11-24T23:30:00Z"),
    ]);
    expect(shape(view)).toEqual(["begin", "day", "e1.", "day", "e2."]);
  });

  it("gives one time to what one person says in a minute", () => {
    const view = log([
      entry(1, "s", "2026-11-24T14:32:01Z"),
      entry(2, "s", "2026-11-24T14:32:40Z", "card.product"),
      entry(3, "v", "2026-11-24T14:32:50Z"),
    ]);
    expect(shape(view)).toEqual(["begin", "day", "e1", "e2.", "e3."]);
  });

  it("marks where the unread begins, once, at the visitor's words", () => {
    const view = log([
      entry(1, "v", "2026-11-24T14:30:00Z"),
      entry(2, "s", "2026-11-24T14:31:00Z"),
      entry(3, "v", "2026-11-24T14:33:00Z"),
      entry(4, "v", "2026-11-24T14:34:00Z"),
    ]);
    expect(shape(view, 1)).toEqual(["begin", "day", "e1.", "e2.", "unread", "e3.", "e4."]);
    expect(shape(view, 4)).not.toContain("unread");
  });

  it("says where it begins only when everything is loaded", () => {
    expect(shape(log([entry(201, "v", "2026-11-24T14:30:00Z")], { hasOlder: true }))).toEqual([
      "day",
      "e201.",
    ]);
  });

  it("shows who types, but not oneself", () => {
    const view = log([], { typing: [{ by: "v", text: "wir haben" }, { by: "s" }] });
    expect(shape(view)).toEqual(["typing"]);
  });
});

describe("the open question", () => {
  it("is the visitor's last one that nobody answered", () => {
    const asked = [entry(1, "v", "2026-11-24T14:30:00Z"), entry(2, "v", "2026-11-24T14:31:00Z")];
    expect(openQuestion(log(asked))?.seq).toBe(2);
    expect(openQuestion(log([...asked, entry(3, "s", "2026-11-24T14:32:00Z")]))).toBeNull();
  });

  it("stays open when only a card was sent", () => {
    const view = log([
      entry(1, "v", "2026-11-24T14:30:00Z"),
      entry(2, "s", "2026-11-24T14:31:00Z", "card.product"),
    ]);
    expect(openQuestion(view)?.seq).toBe(1);
  });
});
