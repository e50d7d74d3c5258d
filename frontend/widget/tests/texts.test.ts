// @vitest-environment node
import { expect, test } from "vitest";
import { Formats } from "../../common/i18n";
import { whenShort, when } from "../src/model/when";
import { readParams } from "../src/model/params";
import { de } from "../src/texts/de";
import { en } from "../src/texts/en";

const NOW = Date.parse("2026-11-24T19:14:00Z");

test("when somebody is there again is said as one says it", () => {
  const f = new Formats("de", "Europe/Berlin");
  expect(when("2026-11-24T20:00:00Z", f, de, NOW)).toBe("heute um 21:00");
  expect(when("2026-11-25T07:00:00Z", f, de, NOW)).toBe("morgen um 08:00");
  expect(when("2026-11-27T07:00:00Z", f, de, NOW)).toBe("am Freitag um 08:00");
  expect(whenShort("2026-11-25T07:00:00Z", f, NOW)).toBe("Mi. 08:00");
  expect(when("2026-11-25T07:00:00Z", new Formats("en", "Europe/Berlin"), en, NOW)).toBe("tomorrow at 08:00");
});

test("both languages say something for everything", () => {
  for (const [key, value] of Object.entries({ ...de, ...en })) expect(value, key).not.toBe("");
  expect(Object.keys(en).sort()).toEqual(Object.keys(de).sort());
});

test.each([
  ["?site=haldner&lang=de&origin=https%3A%2F%2Ffirm.example&theme=dark", { site: "haldner", lang: "de", embedder: "https://firm.example", theme: "dark" }],
  ["?site=x&origin=https%3A%2F%2Ffirm.example%2Fpath", { site: "x", lang: "en", embedder: "", theme: null }],
  ["?origin=*", { site: "", lang: "en", embedder: "", theme: null }],
  ["?origin=javascript:alert(1)&theme=pink", { site: "", lang: "en", embedder: "", theme: null }],
])("the frame's address %s is believed as far as it makes sense", (search, params) => {
  expect(readParams(search)).toEqual(params);
});
