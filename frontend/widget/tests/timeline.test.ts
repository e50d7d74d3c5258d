// @vitest-environment node
import { describe, expect, test } from "vitest";
import type { Entry, LogSnapshot, Participant, Pending } from "../../common/client";
import { Formats } from "../../common/i18n";
import { answered, ended, outcome, starsGiven } from "../src/cards/done";
import { timeline, unreadOf } from "../src/model/timeline";
import type { Card, Item, Line, Said } from "../src/model/timeline";
import { de as t } from "../src/texts/de";

const f = new Formats("de", "Europe/Berlin");
const NOW = Date.parse("2026-11-24T13:40:00Z");

const people = (staffRead = 0): Map<string, Participant> =>
  new Map(
    [
      { id: "me", kind: "visitor", name: "", me: true } as Participant,
      { id: "keller", kind: "staff", name: "Miriam Keller", read: staffRead } as Participant,
      { id: "bot", kind: "machine", name: "Haldner" } as Participant,
      { id: "sys", kind: "system", name: "" } as Participant,
    ].map((one) => [one.id, one]),
  );

let seq = 0;
const entry = (by: string, kind: string, body: object = {}, extra: Partial<Entry> = {}): Entry => ({
  ...{ seq: ++seq, kind, by, id: `e${seq}`, at: "2026-11-24T13:30:00Z", body: body as Entry["body"], text: "" },
  ...extra,
});
const says = (by: string, text: string, extra: Partial<Entry> = {}): Entry => entry(by, "message", { text }, extra);

const log = (entries: Entry[], more: Partial<LogSnapshot> = {}): LogSnapshot => ({
  ...{ id: "log", audience: "public", head: seq, me: "me", participants: people(), pending: [] },
  ...{ typing: [], hasOlder: false, entries },
  ...more,
});
const items = (entries: Entry[], more: Partial<LogSnapshot> = {}, offline = false): Item[] =>
  timeline(log(entries, more), offline, f, t, NOW);
const said = (list: Item[]): Said[] => list.filter((one): one is Said => one.type === "message" || one.type === "file");
const cards = (list: Item[]): Card[] => list.filter((one): one is Card => one.type === "card");
const lines = (list: Item[]): string[] => list.filter((one): one is Line => one.type === "line").map((one) => one.text);

const pending = (id: string, state: Pending["state"], extra: Partial<Pending> = {}): Pending => ({
  ...{ id, log: "log", kind: "message", body: { text: id }, writtenAt: NOW, state },
  ...extra,
});

describe("what stands in the conversation", () => {
  test("days are parted once each", () => {
    const list = items([says("me", "a", { at: "2026-11-22T10:00:00Z" }), says("me", "b", { at: "2026-11-23T10:00:00Z" }), says("me", "c"), says("me", "d")]);
    expect(list.filter((one) => one.type === "day").map((one) => (one as Line).text)).toEqual([
      "Sonntag, 22. November",
      "Gestern",
      "Heute",
    ]);
  });

  test("who joined, took over, left and closed reads as a sentence with its time", () => {
    const who = { name: "Miriam Keller" };
    expect(
      lines(items([entry("sys", "joined", who), entry("sys", "assigned", who), entry("sys", "left", who), entry("sys", "closed"), entry("sys", "reopened")])),
    ).toEqual([
      "Miriam Keller ist seit 14:30 für Sie da.",
      "Miriam Keller übernimmt seit 14:30.",
      "Miriam Keller hat das Gespräch verlassen.",
      "Gespräch beendet, 14:30.",
      "Das Gespräch geht weiter.",
    ]);
  });

  test("a kind that nobody knows here is shown as its text, to whoever wrote it", () => {
    const list = items([entry("keller", "offer.unknown", {}, { text: "Angebot 4711" }), entry("sys", "meeting.started", {}, { text: "Anruf begonnen" })]);
    expect(said(list)[0]).toMatchObject({ text: "Angebot 4711", own: false });
    expect(lines(list)).toEqual(["Anruf begonnen"]);
  });

  test("a body that is not what it should be shows its text instead of breaking", () => {
    expect(said(items([entry("keller", "message", { text: { evil: 1 } }, { text: "Ersatz" })]))[0]!.text).toBe("Ersatz");
  });

  test("a machine is marked as one, whoever it speaks for", () => {
    expect(said(items([says("bot", "Ja.")]))[0]!.provenance).toBe("machine");
    expect(said(items([says("keller", "Ja.", { provenance: "approved" })]))[0]!.provenance).toBe("approved");
  });

  test("messages of one author stand together, with one face at the end", () => {
    const list = said(items([says("keller", "a"), says("keller", "b"), says("me", "c"), says("keller", "d", { at: "2026-11-24T13:31:00Z" }), says("keller", "e", { at: "2026-11-24T13:39:00Z" })]));
    expect(list.map((one) => one.last)).toEqual([false, true, true, true, true]);
  });
});

describe("ticks", () => {
  test("go from the clock over arrived to read", () => {
    const list = (read: number) => said(items([says("me", "a", { seq: 1 }), says("me", "b", { seq: 2 })], { participants: people(read) }));
    expect(list(0).map((one) => one.mark)).toEqual(["stored", "stored"]);
    expect(list(1).map((one) => one.mark)).toEqual(["read", "stored"]);
    const waiting = said(items([], { pending: [pending("x", "sent")] }, true));
    expect(waiting[0]!.mark).toBe("waiting");
    expect(said(items([], { pending: [pending("x", "sent")] }))[0]!.mark).toBe("sending");
    expect(said(items([], { pending: [pending("x", "stored")] }))[0]!.mark).toBe("stored");
  });

  test("what failed says why", () => {
    const error = { t: "error", code: "closed", message: "Das Gespräch ist beendet." } as const;
    expect(said(items([], { pending: [pending("x", "failed", { error })] }))[0]).toMatchObject({
      mark: "failed",
      failed: { id: "x", error: "Das Gespräch ist beendet." },
    });
  });

  test("only the newest own message says its state in words", () => {
    const list = said(items([says("me", "a"), says("keller", "b"), says("me", "c"), says("keller", "d")]));
    expect(list.map((one) => one.newest)).toEqual([false, false, true, false]);
  });
});

describe("cards", () => {
  test("what became of them stands on them, not beside them", () => {
    const form = entry("keller", "card.form", { title: "Wohin?" });
    const invitation = entry("keller", "card.webinar", { title: "Bleche allein heben" });
    const list = items([
      form,
      entry("sys", "form.submitted", { card: form.seq, fields: ["email"] }),
      invitation,
      entry("sys", "webinar.registered", { card: invitation.seq, webinar: "w", title: "Bleche allein heben" }),
      entry("sys", "webinar.withdrawn", { card: invitation.seq, webinar: "w", title: "Bleche allein heben" }),
    ]);
    expect(cards(list).map((one) => one.kind)).toEqual(["card.form", "card.webinar"]);
    expect(lines(list)).toEqual([]);
  });

  test("closed twice asks for one rating", () => {
    const list = items([entry("sys", "card.rating"), entry("sys", "rated", { stars: 2 }), entry("sys", "card.rating"), entry("sys", "rated", { stars: 5 })]);
    expect(cards(list)).toHaveLength(1);
  });

  test("one that nobody knows here is a card with its text", () => {
    expect(cards(items([entry("keller", "card.offer", {}, { text: "Angebot 4711" })]))[0]).toMatchObject({
      kind: "card.offer",
      text: "Angebot 4711",
    });
  });

  test("know from the entries after them whether they were answered", () => {
    const form = entry("keller", "card.form");
    const entries = [form, entry("sys", "form.submitted", { card: form.seq }), entry("sys", "rated", { stars: 2 }), entry("sys", "rated", { stars: 5 })];
    expect(answered(entries, "form.submitted", form.seq)).toBe(true);
    expect(answered(entries, "form.submitted", form.seq + 1)).toBe(false);
    expect(answered(entries, "webinar.registered", form.seq)).toBe(false);
    expect(ended([entry("sys", "room.ended", { room: "r1" })], "r1")).toBe(true);
    const came = entry("sys", "webinar.registered", { card: 1, webinar: "w" });
    const left = entry("sys", "webinar.withdrawn", { card: 1, webinar: "w" });
    const invited = entry("keller", "card.webinar", { webinar: "w" });
    expect(outcome([invited], "w")).toBe("");
    expect(outcome([invited, came, invited], "w")).toBe("registered");
    expect(outcome([invited, came, left, entry("sys", "webinar.registered", { webinar: "v" })], "w")).toBe("withdrawn");
    expect(outcome([invited, came, left, came], "w")).toBe("registered");
    expect(ended([entry("sys", "room.ended", { room: "r1" })], "r2")).toBe(false);
    expect(starsGiven(entries)).toBe(5);
    expect(starsGiven([form])).toBeNull();
  });
});

describe("unread", () => {
  test("counts what people and machines wrote after the last that was seen", () => {
    const me = { id: "me", kind: "visitor", name: "", me: true, read: 2 } as Participant;
    const entries = [says("keller", "a", { seq: 1 }), says("me", "b", { seq: 2 }), says("keller", "c", { seq: 3 }), entry("sys", "closed", {}, { seq: 4 }), says("bot", "d", { seq: 5 })];
    expect(unreadOf(log(entries, { participants: people().set("me", me) }))).toBe(2);
    expect(unreadOf(undefined)).toBe(0);
  });
});
