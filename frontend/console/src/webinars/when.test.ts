import { expect, it } from "vitest";
import { webinars } from "../i18n/webinars";
import { day, span, until } from "./when";

const de = { lang: "de", timeZone: "Europe/Berlin" };
const NOW = Date.parse("2026-12-02T22:30:00Z");

it("names the day as one would say it, on the reader's own calendar", () => {
  expect(day("2026-12-02T09:00:00Z", NOW, de, webinars.de)).toBe("Heute");
  expect(day("2026-12-02T23:30:00Z", NOW, de, webinars.de)).toBe("Morgen");
  expect(day("2026-12-10T09:00:00Z", NOW, de, webinars.de)).toBe("Donnerstag, 10. Dezember");
});

it("says from when until when, also over midnight", () => {
  expect(span("2026-12-03T09:00:00Z", 45, de, webinars.de)).toBe("10:00–10:45");
  expect(span("2026-12-03T22:30:00Z", 60, de, webinars.de)).toBe("23:30–00:30");
  expect(until("2026-12-03T09:00:00Z", "", de, webinars.de)).toBe("10:00");
});
