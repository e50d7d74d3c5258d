import { describe, expect, it } from "vitest";
import { brief, bytes, duration, longDay, money, shortDay, time } from "./format";

const de = { lang: "de", timeZone: "Europe/Berlin" };
const en = { lang: "en", timeZone: "Europe/London" };
const now = Date.parse("2026-11-24T13:36:00Z");

describe("figures and times", () => {
  it("tells the time of the reader's zone", () => {
    expect(time(now, de)).toBe("14:36");
    expect(time(now, en)).toBe("13:36");
  });
  it("counts seconds as a clock does", () => {
    expect([duration(0), duration(19), duration(204), duration(3729), duration(-4)]).toEqual([
      "0:00",
      "0:19",
      "3:24",
      "1:02:09",
      "0:00",
    ]);
  });
  it("says a moment as briefly as it can be said", () => {
    expect(brief("2026-11-24T13:21:00Z", now, de)).toBe("14:21");
    expect(brief("2026-09-17T10:00:00Z", now, de)).toBe("17.09.");
    expect(brief("2025-03-02T10:00:00Z", now, de)).toBe("03/25");
  });
  it("names a day, with the year only when it is another", () => {
    expect(longDay(now, now, de)).toBe("Dienstag, 24. November");
    expect(longDay("2025-05-12T10:00:00Z", now, de)).toBe("Montag, 12. Mai 2025");
    expect(shortDay("2026-12-07T10:00:00Z", de)).toBe("Mo., 7. Dez");
  });
  it("writes money with a space that does not break, and nothing of nonsense", () => {
    expect(money("6480.00", "EUR", de)).toBe("6.480,00\u00a0€");
    expect(money("6480.00", "EUR", en)).toBe("€6,480.00");
    expect(money("n/a", "EUR", de)).toBe("–");
  });
  it("writes sizes of files", () => {
    expect([bytes(900, de), bytes(2_400_000, de)]).toEqual(["900\u00a0B", "2,4\u00a0MB"]);
  });
});
