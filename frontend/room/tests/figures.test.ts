import { expect, test } from "vitest";
import type { RoomPerson } from "../../common/generated/events";
import { mostActiveFirst, shareInvolved, shareOfGoodLines } from "../src/host/figures";
import { de } from "../src/texts/de";
import { en } from "../src/texts/en";

const person = (name: string, extra: Partial<RoomPerson> = {}): RoomPerson => ({ participant: name, name, role: "attendee", ...extra });

test("a share is of those whom it is about, and nobody's share is nothing", () => {
  const people = [person("a"), person("b", { line: 1 }), person("c", { here: false, line: 0 }), person("h", { role: "host" })];
  expect(shareOfGoodLines(people, {})).toBe(67);
  expect(shareOfGoodLines(people, { a: 2 })).toBe(33);
  expect(shareOfGoodLines([], {})).toBeNull();
  expect(shareInvolved([person("a", { messages: 1 }), person("b"), person("h", { role: "host", messages: 9 })])).toBe(50);
  expect(shareInvolved([])).toBeNull();
});

test("whoever takes part stands above whoever listens", () => {
  const sorted = mostActiveFirst([person("Zoe"), person("Bert", { messages: 2 }), person("Anna"), person("Carl", { hand: true }), person("Dora", { has_floor: true })]);
  expect(sorted.map((one) => one.name)).toEqual(["Dora", "Carl", "Bert", "Anna", "Zoe"]);
});

test("both languages say the same things", () => {
  const shape = (value: unknown): unknown =>
    typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
      : typeof value;
  expect(shape(en)).toEqual(shape(de));
});
