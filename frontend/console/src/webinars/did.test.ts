import { expect, it } from "vitest";
import { webinars } from "../i18n/webinars";
import { didWhat, isHouse } from "./did";

it("says what somebody did, and that others listened", () => {
  const one = { name: "Markus Rößler", questions: ["Und bei Regen?"], hands: 1, floor: 1, rejoins: 2 };
  expect(didWhat(one, webinars.de)).toBe("1 Frage, Hand gehoben, war auf der Bühne, 2-mal neu verbunden");
  expect(didWhat({ name: "Ewa Nowak", messages: 3 }, webinars.en)).toBe("3 messages");
  expect(didWhat({ name: "Jürgen Maßmann" }, webinars.de)).toBe("hörte zu");
});

it("does not say that a host listened, nor counts one as having come", () => {
  expect(didWhat({ name: "Lena Fuchs", role: "host" }, webinars.de)).toBe("");
  expect(isHouse({ role: "speaker" })).toBe(true);
  expect(isHouse({})).toBe(false);
});
