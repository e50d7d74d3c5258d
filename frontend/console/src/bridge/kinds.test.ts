import { describe, expect, it } from "vitest";
import type { Day } from "../api/bridge";
import { columns, restOf } from "./kinds";

const day = (kinds: Record<string, number>): Day => ({
  day: "2026-11-24",
  kinds,
  hub: 0,
  crm: 0,
  waiting: 0,
  tray: 0,
});

describe("the columns of the daily count", () => {
  it("are the kinds that occurred, the commonest first", () => {
    expect(columns([day({ form: 2 }), day({ form: 1, conversation: 9 })])).toEqual({
      kinds: ["conversation", "form"],
      rest: false,
    });
  });
  it("put what does not fit into one column, so that the row still adds up", () => {
    const busy = day({ a: 5, b: 4, c: 3, d: 2, e: 1 });
    const { kinds, rest } = columns([busy]);
    expect([kinds, rest, restOf(busy, kinds)]).toEqual([["a", "b", "c"], true, 3]);
  });
});
