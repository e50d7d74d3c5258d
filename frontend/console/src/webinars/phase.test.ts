import { describe, expect, it } from "vitest";
import { grouped, phaseOf, type Staged } from "./phase";

const NOW = Date.parse("2026-11-24T09:30:00Z");
const one = (more: Partial<Staged>): Staged => ({
  state: "published",
  room_state: "planned",
  starts_at: "2026-11-24T10:00:00Z",
  duration_minutes: 45,
  ...more,
});

describe("where a webinar stands", () => {
  it.each<[Partial<Staged>, string]>([
    [{ state: "draft" }, "draft"],
    [{ state: "cancelled", room_state: "open" }, "cancelled"],
    [{}, "upcoming"],
    [{ room_state: "open" }, "open"],
    [{ room_state: "live" }, "live"],
    [{ room_state: "ended" }, "over"],
  ])("%o is %s", (more, phase) => {
    expect(phaseOf(one(more), NOW)).toBe(phase);
  });

  it("is still to come when its host is late, and over when nobody came at all", () => {
    expect(phaseOf(one({ starts_at: "2026-11-24T08:00:00Z" }), NOW)).toBe("upcoming");
    expect(phaseOf(one({ starts_at: "2026-11-23T08:00:00Z" }), NOW)).toBe("over");
    expect(phaseOf(one({ starts_at: "2026-11-23T08:00:00Z", room_state: "live" }), NOW)).toBe("live");
  });
});

it("lists the next first, and of the past the last first", () => {
  const at = (starts_at: string, more: Partial<Staged> = {}): Staged => one({ starts_at, ...more });
  const all = [
    at("2026-12-03T09:00:00Z"),
    at("2026-11-10T09:00:00Z", { room_state: "ended" }),
    at("2026-11-24T09:00:00Z", { room_state: "live" }),
    at("2026-11-26T09:00:00Z", { state: "draft" }),
    at("2026-11-01T09:00:00Z", { state: "cancelled" }),
    at("2026-11-17T09:00:00Z"),
    at("2026-11-28T09:00:00Z", { state: "cancelled" }),
  ];
  const days = (list: Staged[]): string[] => list.map((each) => each.starts_at.slice(5, 10));
  const groups = grouped(all, NOW);
  expect(days(groups.running)).toEqual(["11-24"]);
  expect(days(groups.upcoming)).toEqual(["11-26", "11-28", "12-03"]);
  expect(days(groups.past)).toEqual(["11-17", "11-10", "11-01"]);
});
