import { describe, expect, it } from "vitest";
import type { Inbox, Row } from "../api/types";
import { neighbour, rowsInOrder } from "./inbox";

const row = (id: string): Row => ({
  id,
  name: id,
  company: "",
  preview: "",
  preview_by: "visitor",
  page_title: "",
  language: "de",
  state: "active",
  waiting_since: null,
  last_at: "2026-11-24T14:00:00Z",
  unread: 0,
  assignee: null,
  online: true,
});
const inbox: Inbox = {
  waiting: [row("w1"), row("w2")],
  mine: [row("m1")],
  others: [row("o1")],
  promise_s: 120,
};
const rows = rowsInOrder(inbox);
const next = (id: string | null, step: 1 | -1): string | undefined => neighbour(rows, id, step)?.id;

describe("moving through the inbox", () => {
  it("goes as the screen does: who waits, then mine, then others", () => {
    expect(rows.map((each) => each.id)).toEqual(["w1", "w2", "m1", "o1"]);
    expect([next("w2", 1), next("m1", -1)]).toEqual(["m1", "w2"]);
  });
  it("begins with who waits longest", () => {
    expect(next(null, 1)).toBe("w1");
  });
  it("stays at its ends", () => {
    expect([next("w1", -1), next("o1", 1)]).toEqual(["w1", "o1"]);
  });
  it("begins anew when the conversation has left the list", () => {
    expect(next("closed", 1)).toBe("w1");
  });
  it("goes nowhere in an empty one", () => {
    expect(neighbour(rowsInOrder(null), null, 1)).toBeUndefined();
  });
});
