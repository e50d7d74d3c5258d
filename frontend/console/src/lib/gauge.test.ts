import { describe, expect, it } from "vitest";
import { gauge } from "./gauge";

const since = Date.parse("2026-11-24T14:30:00Z");

describe("the waiting gauge", () => {
  it("fills up to the promised time", () => {
    expect(gauge(since, since + 60_000, 120)).toEqual({ waited: 60, share: 0.5, over: false });
  });
  it("is full, and over, past it", () => {
    expect(gauge(since, since + 204_000, 180)).toEqual({ waited: 204, share: 1, over: true });
  });
  it("is not over at the promised second itself", () => {
    expect(gauge(since, since + 120_000, 120).over).toBe(false);
  });
  it("never counts backwards when the clocks differ", () => {
    expect(gauge(since, since - 5_000, 120)).toEqual({ waited: 0, share: 0, over: false });
  });
  it("stands at full without a promise", () => {
    expect(gauge(since, since + 1_000, 0).share).toBe(1);
  });
});
