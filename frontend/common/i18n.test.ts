import { describe, expect, test } from "vitest";
import { asLang, Formats } from "./i18n";

const de = new Formats("de", "Europe/Berlin");
const en = new Formats("en", "Europe/Berlin");
const NOW = Date.parse("2026-11-24T22:30:00Z"); // 23:30 in Berlin

describe("language", () => {
  test.each([
    ["de", "de"],
    ["de-AT", "de"],
    ["DE", "de"],
    ["dense", "en"],
    ["pl", "en"],
    [null, "en"],
  ])("%s is shown in %s", (tag, lang) => expect(asLang(tag)).toBe(lang));

  test("plurals follow the language", () => {
    const forms = { one: "# Person", other: "# Personen" };
    expect([0, 1, 2, 1_250].map((n) => de.plural(n, forms))).toEqual([
      "0 Personen",
      "1 Person",
      "2 Personen",
      "1.250 Personen",
    ]);
  });

  test("names are joined as one says them", () => {
    expect(de.list(["Miriam Keller", "Jonas Brückner", "Lena Fuchs"])).toBe(
      "Miriam Keller, Jonas Brückner und Lena Fuchs",
    );
    expect(en.list(["A", "B"])).toBe("A and B");
  });
});

describe("figures", () => {
  test("prices have cents and a space that does not break", () => {
    expect(de.price("6480.00", "EUR")).toBe("6.480,00\u00a0€");
    expect(en.price(6480, "EUR")).toBe("€6,480.00");
  });

  test.each([
    [0, "0:00"],
    [48, "0:48"],
    [725.9, "12:05"],
    [3723, "1:02:03"],
    [-5, "0:00"],
  ])("%s seconds are %s", (seconds, text) => expect(de.clock(seconds)).toBe(text));

  test("sizes are rounded and never nothing", () => {
    expect([20 * 1024 * 1024, 21_500_000, 840_000, 12].map((n) => de.bytes(n))).toEqual([
      "20\u00a0MB",
      "20,5\u00a0MB",
      "820\u00a0KB",
      "1\u00a0KB",
    ]);
  });
});

describe("time", () => {
  test("is the site's, without „Uhr“", () => {
    expect(de.time("2026-11-24T13:32:00Z")).toBe("14:32");
    expect(de.time("2026-11-24T07:05:00Z")).toBe("08:05");
  });

  test("days are counted at the site's midnight", () => {
    expect(de.day("2026-11-24T00:30:00Z", NOW)).toBe("Heute");
    expect(de.day("2026-11-23T22:30:00Z", NOW)).toBe("Gestern");
    expect(de.day("2026-11-23T23:30:00Z", NOW)).toBe("Heute");
    expect(de.day("2026-11-18T12:00:00Z", NOW)).toBe("Mittwoch, 18. November");
    expect(en.day("2026-11-18T12:00:00Z", NOW)).toBe("Wednesday, 18 November");
  });

  test("a moment is as short as it can be without being wrong", () => {
    expect(de.moment("2026-11-24T13:32:00Z", NOW)).toBe("14:32");
    expect(de.moment("2026-11-23T16:10:00Z", NOW)).toBe("gestern 17:10");
    expect(de.moment("2026-11-21T16:10:00Z", NOW)).toBe("21. November, 17:10");
  });
});
