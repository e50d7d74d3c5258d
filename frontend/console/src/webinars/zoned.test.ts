import { describe, expect, it } from "vitest";
import { instants, isZone, wallTime, zoneName, zones } from "./zoned";

const iso = (wall: string, zone: string): string[] => instants(wall, zone).map((at) => new Date(at).toISOString());

describe("a time in a zone", () => {
  it("is what clocks show there", () => {
    expect(wallTime("2026-12-03T09:00:00Z", "Europe/Berlin")).toBe("2026-12-03T10:00");
    expect(wallTime("2026-12-03T23:30:00Z", "Asia/Kolkata")).toBe("2026-12-04T05:00");
    expect(wallTime("2026-12-03T23:00:00Z", "UTC")).toBe("2026-12-03T23:00");
  });

  it("is one instant as a rule", () => {
    expect(iso("2026-12-03T10:00", "Europe/Berlin")).toEqual(["2026-12-03T09:00:00.000Z"]);
    expect(iso("2026-07-03T10:00", "Europe/Berlin")).toEqual(["2026-07-03T08:00:00.000Z"]);
    expect(iso("2026-12-03T10:00", "Pacific/Kiritimati")).toEqual(["2026-12-02T20:00:00.000Z"]);
  });

  it("is none in the hour that is skipped", () => {
    expect(iso("2027-03-28T02:30", "Europe/Berlin")).toEqual([]);
  });

  it("is two in the hour that comes twice", () => {
    expect(iso("2026-10-25T02:30", "Europe/Berlin")).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ]);
  });

  it("is some time also while the year is still being typed", () => {
    expect(instants("0002-12-03T10:00", "Europe/Berlin")).toHaveLength(1);
    expect(instants("0000-12-03T10:00", "Europe/Berlin").length).toBeLessThan(2);
    expect(instants("9999-12-31T23:59", "Europe/Berlin")).toHaveLength(1);
  });

  it("is nothing when it is no time", () => {
    expect(instants("", "Europe/Berlin")).toEqual([]);
    expect(instants("2026-13-40T99:00", "Europe/Berlin")).toEqual([]);
  });
});

it("knows zones by their names", () => {
  expect(isZone("Europe/Berlin")).toBe(true);
  expect(isZone("Europe/Ehingen")).toBe(false);
  expect(isZone("")).toBe(false);
  expect(zones("Europe/Berlin", "nowhere")[0]).toBe("Europe/Berlin");
  expect(zones()).toContain("Asia/Kolkata");
  expect(zones()).not.toContain("Asia/Calcutta");
  expect(zoneName("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
});
