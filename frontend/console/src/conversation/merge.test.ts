import { describe, expect, it } from "vitest";
import type { Entry, LogSnapshot } from "../../../common/client";
import { merge } from "./merge";

const entry = (log: string, seq: number, at: string): Entry => ({
  seq,
  kind: "message",
  by: "p",
  id: `${log}${seq}`,
  at: `2026-11-24T14:${at}Z`,
  body: {},
});

const log = (id: string, entries: Entry[], hasOlder = false): LogSnapshot => ({
  id,
  audience: id === "public" ? "public" : "internal",
  head: entries.at(-1)?.seq ?? 0,
  me: null,
  entries,
  participants: new Map(),
  pending: [],
  typing: [],
  hasOlder,
});

const ids = (logs: LogSnapshot[]): string[] => merge(logs).map(({ entry: each }) => each.id);

describe("merging the two logs of a conversation", () => {
  it("puts notes between the messages, by time", () => {
    const talk = log("public", [entry("m", 1, "30:00"), entry("m", 2, "36:00")]);
    const notes = log("internal", [entry("n", 1, "33:00")]);
    expect(ids([talk, notes])).toEqual(["m1", "n1", "m2"]);
  });

  it("keeps the order of a log whose times run backwards", () => {
    const talk = log("public", [entry("m", 1, "30:00"), entry("m", 2, "29:59"), entry("m", 3, "31:00")]);
    const notes = log("internal", [entry("n", 1, "29:59")]);
    expect(ids([talk, notes]).filter((id) => id.startsWith("m"))).toEqual(["m1", "m2", "m3"]);
  });

  it("puts what is public first where two are of the same moment", () => {
    const talk = log("public", [entry("m", 1, "30:00")]);
    const notes = log("internal", [entry("n", 1, "30:00")]);
    expect(ids([talk, notes])).toEqual(["m1", "n1"]);
  });

  it("shows no note from a time whose messages are not loaded yet", () => {
    const talk = log("public", [entry("m", 201, "30:00")], true);
    const notes = log("internal", [entry("n", 1, "10:00"), entry("n", 2, "31:00")]);
    expect(ids([talk, notes])).toEqual(["m201", "n2"]);
  });

  it("shows notes when there are no messages", () => {
    expect(ids([log("public", []), log("internal", [entry("n", 1, "10:00")])])).toEqual(["n1"]);
  });
});
