// @vitest-environment node
import { describe, expect, test } from "vitest";
import { Keep } from "../src/model/keep";
import type { Opening } from "../src/model/keep";

class Memory {
  readonly held = new Map<string, string>();
  writes = 0;
  getItem = (name: string): string | null => this.held.get(name) ?? null;
  removeItem = (name: string): void => void this.held.delete(name);
  setItem = (name: string, value: string): void => {
    this.writes += 1;
    this.held.set(name, value);
  };
}

const blocked = {
  getItem(): string | null {
    throw new DOMException("denied", "SecurityError");
  },
  setItem(): void {
    throw new DOMException("denied", "SecurityError");
  },
  removeItem(): void {
    throw new DOMException("denied", "SecurityError");
  },
};

const opening = (rest: Opening["rest"] = []): Opening => ({
  ...{ conversation: "c", client_id: "m1", text: "Was kostet das?", at: 1, rest },
  ...{ page: { url: "", title: "" }, referrer: "", campaign: "", landing_page: "" },
});
const pending = (id: string, log = "log") =>
  ({ id, log, kind: "message", body: { text: id }, writtenAt: 1, state: "queued" }) as const;

describe("the frame's memory", () => {
  test("looking at it writes nothing", () => {
    const store = new Memory();
    const keep = new Keep("haldner", store);
    expect(keep.key).toBeNull();
    expect(keep.load("log")).toEqual([]);
    keep.drop("unknown");
    expect(store.writes).toBe(0);
    expect(store.held.size).toBe(0);
  });

  test("the first message writes the key, 32 random bytes, and the message", () => {
    const store = new Memory();
    const key = new Keep("haldner", store).open(opening());
    expect(key).toMatch(/^[\w-]{43}$/);
    const next = new Keep("haldner", store);
    expect(next.key).toBe(key);
    expect(next.opening?.text).toBe("Was kostet das?");
    expect(new Keep("haldner", new Memory()).open(opening())).not.toBe(key);
  });

  test("a second conversation keeps the key", () => {
    const store = new Memory();
    const keep = new Keep("haldner", store);
    const key = keep.open(opening());
    keep.opened("log");
    expect(keep.open({ ...opening(), conversation: "d" })).toBe(key);
  });

  test("what was written before the log was known goes into its outbox, in order", () => {
    const keep = new Keep("haldner", new Memory());
    keep.open(opening([{ id: "m2", text: "b", at: 2 }, { id: "m3", text: "c", at: 3 }]));
    keep.opened("log");
    expect(keep.opening).toBeNull();
    expect(keep.load("log").map((one) => [one.id, one.body.text])).toEqual([["m2", "b"], ["m3", "c"]]);
    expect(keep.load("other")).toEqual([]);
  });

  test("two tabs do not overwrite each other's messages", () => {
    const store = new Memory();
    new Keep("haldner", store).open(opening());
    const [one, two] = [new Keep("haldner", store), new Keep("haldner", store)];
    one.put(pending("a"));
    two.put(pending("b"));
    one.drop("a");
    expect(new Keep("haldner", store).load("log").map((each) => each.id)).toEqual(["b"]);
  });

  test("sites do not see each other", () => {
    const store = new Memory();
    new Keep("one", store).open(opening());
    expect(new Keep("two", store).key).toBeNull();
  });

  test.each([blocked, null])("where storage is blocked all works as long as the page lives", (store) => {
    const keep = new Keep("haldner", store);
    expect(keep.key).toBeNull();
    const key = keep.open(opening());
    expect(keep.key).toBe(key);
    keep.opened("log");
    keep.put(pending("a"));
    expect(keep.load("log").map((one) => one.id)).toEqual(["a"]);
    keep.forget();
    expect(keep.key).toBeNull();
  });

  test.each(["nonsense", "null", "[]", '{"key":7}', '{"key":"k","out":"x"}'])("%s in the storage breaks nothing", (text) => {
    const store = new Memory();
    store.held.set("hub:haldner", text);
    const keep = new Keep("haldner", store);
    expect(keep.load("log")).toEqual([]);
    keep.open(opening());
    expect(keep.opening?.conversation).toBe("c");
  });
});
