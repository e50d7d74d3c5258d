import { describe, expect, it } from "vitest";
import { calledOff, ended } from "./done";

const end = (body: Record<string, unknown>) => [{ kind: "room.ended", body: { kind: "meeting", seconds: 0, ...body } }];

describe("a planned meeting that does not take place", () => {
  it("is over, and called off", () => {
    const entries = end({ room: "r1", cancelled: true });
    expect([ended(entries, "r1"), calledOff(entries, "r1")]).toEqual([true, true]);
  });
  it("is another one than a meeting that was held, or of another room", () => {
    expect(calledOff(end({ room: "r1" }), "r1")).toBe(false);
    expect(calledOff(end({ room: "r1", cancelled: true }), "r2")).toBe(false);
  });
});
