import { expect, it } from "vitest";
import { bars, type Stay } from "./stays";

const at = (minute: number): string => new Date(Date.parse("2026-12-03T09:00:00Z") + minute * 60_000).toISOString();
const stay = (start: number, end: number): Stay => ({ start: at(start), end: at(end) });

it("shows when somebody was there, two devices at once as one", () => {
  expect(bars([stay(30, 40), stay(0, 10), stay(5, 15)], at(0), at(40))).toEqual([
    { x: 0, width: 37.5 },
    { x: 75, width: 25 },
  ]);
});

it("leaves out the lobby and what came after the end", () => {
  expect(bars([stay(-20, -5), stay(-5, 10), stay(39, 70)], at(0), at(40))).toEqual([
    { x: 0, width: 25 },
    { x: 97.5, width: 2.5 },
  ]);
});

it("shows nothing of what has no length", () => {
  expect(bars([stay(0, 10)], at(0), at(0))).toEqual([]);
  expect(bars([stay(5, 5)], at(0), at(10))).toEqual([]);
});
