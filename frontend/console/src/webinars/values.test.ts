import { describe, expect, it } from "vitest";
import type { WebinarDetail } from "../api/webinars";
import { webinars } from "../i18n/webinars";
import { problemIn, textAt } from "./problems";
import { bodyOf, empty, movesCalendars, type Values, valuesOf } from "./values";

const NOW = Date.parse("2026-11-24T13:40:00Z");
const BERLIN = "Europe/Berlin";

const one = (more: Partial<WebinarDetail> = {}): WebinarDetail => ({
  id: "w",
  site: "haldner",
  slug: "bleche",
  state: "published",
  title: "Bleche allein heben",
  language: "de",
  languages: ["de"],
  starts_at: "2026-12-03T09:00:00Z",
  ends_at: "2026-12-03T09:45:00Z",
  duration_minutes: 45,
  time_zone: BERLIN,
  url: "https://haldner.example/webinars/bleche/",
  room: "r",
  room_state: "planned",
  registered: 3,
  attended: 0,
  speakers: [{ name: "Petra Lang", email: "p@lang.example" }],
  texts: { de: { title: "Bleche allein heben", summary: "", takeaways: [] } },
  local: "2026-12-03T10:00",
  may_speak: "raised",
  sequence: 0,
  created_at: "2026-11-20T09:00:00Z",
  published_at: "2026-11-20T09:00:00Z",
  cancelled_at: null,
  mails_to: 3,
  ...more,
});
const filled = (more: Partial<Values> = {}): Values => ({ ...valuesOf(one()), ...more });

describe("a new webinar", () => {
  it("is planned for next week at ten, on the clocks of whoever plans it", () => {
    const values = empty("haldner", "en", "Asia/Kolkata", NOW);
    expect([values.date, values.time, values.zone, values.language]).toEqual([
      "2026-12-01",
      "10:00",
      "Asia/Kolkata",
      "en",
    ]);
  });
});

describe("what is sent", () => {
  it("is a wall clock's time with its zone", () => {
    expect(bodyOf(filled())).toMatchObject({ starts: "2026-12-03T10:00", time_zone: BERLIN, which: "" });
  });

  it("holds the other language only when something stands in it", () => {
    const text = { title: "Lifting sheets", summary: " ", takeaways: [{ title: " ", text: "" }] };
    expect(Object.keys(bodyOf(filled()).texts)).toEqual(["de"]);
    const both = bodyOf(filled({ texts: { ...filled().texts, en: text } }));
    expect(both.texts["en"]).toEqual({ title: "Lifting sheets", summary: "", takeaways: [] });
  });

  it("names colleagues by who they are and guests by what was written", () => {
    const { speakers } = filled();
    const staff = { key: "s", staff: "u1", name: "Miriam Keller", title: {}, email: "" };
    expect(bodyOf(filled({ speakers: [staff, ...speakers] })).speakers).toEqual([
      { staff: "u1", title: {} },
      { name: "Petra Lang", title: {}, email: "p@lang.example" },
    ]);
  });
});

describe("an hour that comes twice", () => {
  const autumn = { date: "2026-10-25", time: "02:30" };
  it("is asked about, and sent with the answer", () => {
    expect(problemIn(filled(autumn), webinars.de)?.code).toBe("time_doubled");
    const answered = filled({ ...autumn, which: "second" });
    expect(problemIn(answered, webinars.de)).toBeNull();
    expect(bodyOf(answered).which).toBe("second");
  });
  it("keeps its answer when it is changed later", () => {
    const stored = (starts_at: string): string => valuesOf(one({ starts_at, local: "2026-10-25T02:30" })).which;
    expect(stored("2026-10-25T00:30:00Z")).toBe("first");
    expect(stored("2026-10-25T01:30:00Z")).toBe("second");
  });
});

describe("what does not fit", () => {
  it.each<[Partial<Values>, string]>([
    [{ texts: { ...filled().texts, de: { title: " ", summary: "", takeaways: [] } } }, "texts.de.title"],
    [{ date: "" }, "starts"],
    [{ date: "2027-03-28", time: "02:30" }, "starts"],
    [{ zone: "Europe/Ehingen" }, "time_zone"],
    [{ duration: "4" }, "duration_minutes"],
    [{ duration: "lang" }, "duration_minutes"],
    [{ speakers: [{ key: "g", staff: null, name: " ", title: {}, email: "" }] }, "speakers.0"],
  ])("%o stands at its field", (more, field) => {
    expect(problemIn(filled(more), webinars.de)?.field).toBe(field);
  });

  it("stands at the field that the server names, and at no other", () => {
    const problem = { field: "texts.de.title", code: "", text: "Bitte ausfüllen." };
    expect(textAt(problem, "texts.de.title")).toBe("Bitte ausfüllen.");
    expect(textAt(problem, "texts.en.title")).toBeUndefined();
    expect(textAt({ ...problem, field: "speakers.10" }, "speakers.1")).toBeUndefined();
  });
});

it("knows what calendars would have to be told", () => {
  expect(movesCalendars(filled(), one())).toBe(false);
  expect(movesCalendars(filled({ maySpeak: "all", speakers: [] }), one())).toBe(false);
  expect(movesCalendars(filled({ time: "11:00" }), one())).toBe(true);
  expect(movesCalendars(filled({ duration: "60" }), one())).toBe(true);
  expect(movesCalendars(filled({ date: "2026-12-03", time: "09:00", zone: "UTC" }), one())).toBe(false);
  const renamed = { ...filled().texts, de: { title: "Bleche", summary: "", takeaways: [] } };
  expect(movesCalendars(filled({ texts: renamed }), one())).toBe(true);
});
