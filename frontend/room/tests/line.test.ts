import { describe, expect, test } from "vitest";
import { problemOf } from "../src/media/devices";
import { loudness } from "../src/media/level";
import { Pulse } from "../src/media/pulse";
import { judge, LineQuality } from "../src/media/quality";
import { Retry } from "../src/media/retry";

describe("offering anew", () => {
  test("comes at once after a good line, and backs off while nothing helps", () => {
    const retry = new Retry();
    retry.up(0);
    expect(retry.lost(60_000, 0)).toBe(0);
    const waits = Array.from({ length: 8 }, () => retry.lost(60_000, 1));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  test("a hall does not come back at one moment", () => {
    expect(new Retry().lost(0, 0.999)).toBeGreaterThan(250);
    expect(new Retry().lost(0, 0.999)).toBeLessThanOrEqual(300);
  });

  test("a line that breaks again and again is not a good one", () => {
    const retry = new Retry();
    const waits: number[] = [];
    for (let at = 0; at < 5_000; at += 1_000) {
      retry.up(at);
      waits.push(retry.lost(at + 500, 1));
    }
    expect(waits).toEqual([300, 500, 1_000, 2_000, 4_000]);
  });

  test("news of another media process makes the next try the first", () => {
    const retry = new Retry();
    for (let n = 0; n < 5; n += 1) retry.lost(0, 1);
    retry.reset();
    expect(retry.lost(0, 1)).toBe(300);
  });
});

describe("packets", () => {
  test("two seconds without any are silence, when there should be some", () => {
    const pulse = new Pulse(2_000);
    expect(pulse.take(10, true, 0)).toBe("moving");
    expect(pulse.take(11, true, 1_000)).toBe("moving");
    expect(pulse.take(11, true, 2_500)).toBe("waiting");
    expect(pulse.take(11, true, 3_000)).toBe("silent");
  });

  test("time does not run while nobody is expected to send", () => {
    const pulse = new Pulse(2_000);
    pulse.take(5, true, 0);
    expect(pulse.take(5, false, 60_000)).toBe("moving");
    expect(pulse.take(5, true, 61_000)).toBe("waiting");
    expect(pulse.take(5, true, 62_000)).toBe("silent");
  });
});

describe("how good a line is", () => {
  test("loss and round trip decide, by the same limits", () => {
    expect(judge(0, 0.05)).toBe(3);
    expect(judge(0.03, 0.05)).toBe(2);
    expect(judge(0.1, 0.05)).toBe(1);
    expect(judge(0, 0.4)).toBe(2);
    expect(judge(0, 0.9)).toBe(1);
  });

  test("only the last seconds count", () => {
    const line = new LineQuality();
    line.take({ received: 0, lost: 0, roundTrip: 0.02, at: 0 });
    expect(line.take({ received: 80, lost: 20, roundTrip: 0.02, at: 1_000 })).toBe(1);
    expect(line.take({ received: 880, lost: 20, roundTrip: 0.02, at: 9_000 })).toBe(3);
  });

  test("a new connection counts from nothing", () => {
    const line = new LineQuality();
    line.take({ received: 1_000, lost: 500, roundTrip: null, at: 0 });
    expect(line.take({ received: 10, lost: 0, roundTrip: null, at: 100 })).toBe(3);
  });
});

test("what a device refuses is one of a few reasons", () => {
  const named = (name: string): DOMException => new DOMException("", name);
  expect(problemOf(named("NotAllowedError"))).toBe("denied");
  expect(problemOf(named("NotFoundError"))).toBe("missing");
  expect(problemOf(named("OverconstrainedError"))).toBe("missing");
  expect(problemOf(named("NotReadableError"))).toBe("in_use");
  expect(problemOf(new TypeError())).toBe("failed");
  expect(problemOf(null)).toBe("failed");
});

test("silence has no level, full scale has all of it", () => {
  expect(loudness(new Uint8Array(64).fill(128))).toBe(0);
  expect(loudness([0, 255, 0, 255])).toBeCloseTo(1, 1);
  expect(loudness([])).toBe(0);
  expect(loudness([120, 136, 120, 136])).toBeGreaterThan(0.4);
});
