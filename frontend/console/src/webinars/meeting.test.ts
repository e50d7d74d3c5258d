import { describe, expect, it } from "vitest";
import type { Colleague } from "../api/types";
import type { Invited, RoomRow } from "../api/webinars";
import { type Texts } from "../i18n";
import { meetings } from "../i18n/meetings";
import { webinars } from "../i18n/webinars";
import { asking, changes, hearing, invitable, type Meeting, meetingOf, named, problemWith, soon, tooMany } from "./meeting";

const NOW = Date.parse("2026-11-24T13:40:00Z");
const BERLIN = "Europe/Berlin";
const all = { meetings: meetings.de, webinars: webinars.de } as Texts;

const asked = (name: string, mail: Invited["mail"] = "sent"): Invited => ({ id: name[0] ?? "", name, mail });
const host: Invited = { ...asked("Miriam Keller"), planner: true };
const row = (more: Partial<RoomRow> = {}): RoomRow => ({
  id: "r",
  kind: "meeting",
  site: "haldner",
  title: "Angebot",
  language: "de",
  state: "planned",
  starts_at: "2026-12-03T09:30:00Z",
  ends_at: "2026-12-03T09:50:00Z",
  by: "Miriam Keller",
  invited: [asked("Anna Berg"), asked("Bernd Kuhn"), host],
  ...more,
});
const held = (more: Partial<Meeting> = {}): Meeting => ({ ...meetingOf(row(), BERLIN), ...more });

it("a new one begins with the next full hour, on one's own clock", () => {
  expect(soon(NOW, BERLIN)).toMatchObject({ date: "2026-11-24", time: "15:00", duration: "30" });
});

describe("what is sent of a change", () => {
  it("is nothing where nothing is another", () => {
    expect(changes(held({ title: " Angebot " }), row(), BERLIN)).toEqual({});
  });
  it("is what is another, and nothing else", () => {
    expect(changes(held({ time: "11:00" }), row(), BERLIN)).toEqual({ starts_at: "2026-12-03T10:00:00.000Z" });
    expect(changes(held({ title: "Preis", duration: "45" }), row(), BERLIN)).toEqual({
      title: "Preis",
      duration_minutes: 45,
    });
  });
  it("keeps whoever planned it among the invited", () => {
    const invited = [{ id: "B", name: "Bernd Kuhn" }];
    expect(changes(held({ invited }), row(), BERLIN)).toEqual({ invited: ["M", "B"] });
  });
  it("lets off whoever has the planner's name only if that is meant", () => {
    const double = { id: "M2", name: "Miriam Keller" };
    const one = row({ invited: [asked("Anna Berg"), host, { ...asked("Miriam Keller"), id: "M2" }] });
    expect(changes({ ...held(), invited: [double] }, one, BERLIN)).toEqual({ invited: ["M", "M2"] });
    expect(changes({ ...held(), invited: [] }, one, BERLIN)).toEqual({ invited: ["M"] });
  });
  it("leaves the later of two hours of one name where it is", () => {
    const autumn = row({ starts_at: "2027-10-31T01:30:00Z", ends_at: "2027-10-31T02:00:00Z" });
    expect(changes({ ...meetingOf(autumn, BERLIN), title: "Preis" }, autumn, BERLIN)).toEqual({ title: "Preis" });
  });
});

describe("what does not fit", () => {
  it.each<[Partial<Meeting>, string]>([
    [{ title: " " }, "title"],
    [{ date: "" }, "starts_at"],
    [{ date: "2027-03-28", time: "02:30" }, "starts_at"],
    [{ date: "2026-11-23" }, "starts_at"],
    [{ duration: "lang" }, "duration_minutes"],
    [{ duration: "4" }, "duration_minutes"],
    [{ duration: "721" }, "duration_minutes"],
  ])("%o stands at its field", (more, field) => {
    expect(problemWith(held(more), held(), NOW, BERLIN, all)?.field).toBe(field);
  });
  it("is not a title that a new one does not have, nor a time of before that stays", () => {
    expect(problemWith(held({ title: "" }), null, NOW, BERLIN, all)).toBeNull();
    expect(problemWith(held({ title: "Preis" }), held(), Date.parse("2026-12-03T10:00:00Z"), BERLIN, all)).toBeNull();
  });
  it("is more people than the server takes", () => {
    const invited = Array.from({ length: 50 }, (_, n) => ({ id: `${n}`, name: `${n}` }));
    expect(tooMany(held({ invited }), all)?.field).toBe("invited");
    expect(tooMany(held({ invited: invited.slice(1) }), all)).toBeNull();
  });
});

it("offers the house without oneself and the planner, and whoever was invited before", () => {
  const one = (name: string): Colleague => ({ ...asked(name), title: "", face: "", online: true, available: true, open: 0 });
  const team = [one("Zoe Adler"), one("Anna Berg"), one("Lena Fuchs"), one("Miriam Keller")];
  const ids = (before: Invited[], planner: Invited[]): string[] =>
    invitable(team, before, planner, "M").map(({ id }) => id);
  expect(ids([], [])).toEqual(["A", "L", "Z"]);
  expect(ids([asked("Miriam Keller"), asked("Bernd Kuhn")], [asked("Lena Fuchs")])).toEqual(["A", "B", "M", "Z"]);
});

it("names three, and counts from the fourth on", () => {
  expect(named(["Anna"], meetings.de)).toBe("Anna");
  expect(named(["Anna", "Bernd"], meetings.de)).toBe("Anna und Bernd");
  expect(named(["Anna", "Bernd", "Carla"], meetings.en)).toBe("Anna, Bernd and Carla");
  expect(named(["Anna", "Bernd", "Carla", "Doris", "Emil"], meetings.de)).toBe("Anna, Bernd und 3 weitere");
});

it("counts who would hear of a cancellation, without oneself and whom no mail reached", () => {
  const invited = [asked("Anna Berg"), asked("Bernd Kuhn", "failed"), asked("Miriam Keller")];
  expect(hearing(row({ invited }), "M")).toBe(1);
});

it("one is told of a running meeting that one is asked to, until one has read it", () => {
  const live = row({ state: "live" });
  expect(asking([row(), live], "A", [])).toBe(live);
  expect(asking([live], "M", [])).toBe(live);
  expect(asking([live], "A", ["r"])).toBeUndefined();
  expect(asking([live, row({ state: "live", id: "s", invited: [] })], "X", [])).toBeUndefined();
});
