import { describe, expect, test } from "vitest";
import { ActionError } from "./client";
import type { Pending } from "./outbox";
import { comeBack, entry, hello, LOG, ME, subbed, talk } from "./testing/talk";
import type { Talk } from "./testing/talk";

const say = (t: Talk, text: string): string => t.stream.send(LOG, "message", { text }).id;
const sent = (t: Talk) => t.world.socket.of("send");
const pending = (t: Talk) => t.stream.snapshot().logs[0]!.pending;
const ok = (t: Talk, id: string, seq: number): void =>
  t.world.socket.says({ t: "ok", id, seq, at: "2026-11-24T13:31:00Z" });
const refuse = (t: Talk, id: string, code: string, retry_after?: number): void =>
  t.world.socket.says({ t: "error", id, code, message: "Nein.", ...(retry_after ? { retry_after } : {}) });

describe("sending", () => {
  test("each entry names the one before it", () => {
    const t = talk();
    const [a, b, c] = [say(t, "a"), say(t, "b"), say(t, "c")];
    expect(sent(t).map(({ id, prev }) => [id, prev])).toEqual([[a, null], [b, a], [c, b]]);
    ok(t, a, 1);
    ok(t, b, 2);
    ok(t, c, 3);
    const d = say(t, "d");
    expect(sent(t).at(-1)).toMatchObject({ id: d, prev: c });
  });

  test("an entry is one thing on the screen: pending, stored, then the entry", () => {
    const t = talk();
    const id = say(t, "a");
    expect(pending(t)[0]!.state).toBe("sent");
    ok(t, id, 1);
    expect(pending(t)[0]).toMatchObject({ state: "stored", seq: 1 });
    t.world.socket.says({ t: "entry", log: LOG, entry: entry(1, { id, by: ME }) });
    expect(pending(t)).toEqual([]);
  });

  test("the entry itself acknowledges, should the acknowledgement be lost", () => {
    const t = talk();
    const id = say(t, "a");
    t.world.socket.says({ t: "entry", log: LOG, entry: entry(1, { id, by: ME }) });
    t.world.socket.dies();
    comeBack(t.world);
    expect(sent(t)).toEqual([]);
  });

  test("after a loss everything unacknowledged goes again, in order, with the same ids", () => {
    const t = talk();
    const [a, b, c] = [say(t, "a"), say(t, "b"), say(t, "c")];
    ok(t, a, 1);
    t.world.socket.dies();
    const d = say(t, "d");
    expect(pending(t).map((one) => one.state)).toEqual(["stored", "queued", "queued", "queued"]);
    comeBack(t.world, { entries: [entry(1, { id: a, by: ME })] });
    expect(sent(t).map(({ id, prev }) => [id, prev])).toEqual([[b, a], [c, b], [d, c]]);
  });

  test("nothing goes before the server has said what it holds", () => {
    const t = talk();
    say(t, "a");
    t.world.socket.dies();
    t.world.pass(500);
    t.world.socket.accept();
    expect(sent(t)).toEqual([]);
  });

  test("a loss at any point doubles nothing and loses nothing", () => {
    for (let point = 0; point <= 4; point += 1) {
      const t = talk();
      const stored: string[] = [];
      // A server of one page: stores in order, refuses what has no predecessor.
      const serve = (limit: number): void => {
        for (const frame of sent(t).slice(0, limit)) {
          if (stored.includes(frame.id)) continue;
          expect(frame.prev == null || stored.includes(frame.prev)).toBe(true);
          stored.push(frame.id);
        }
      };
      const ids = ["a", "b", "c", "d"].map((text) => say(t, text));
      serve(point);
      t.world.socket.dies();
      comeBack(t.world);
      serve(99);
      expect(stored).toEqual(ids);
    }
  });

  test("an acknowledgement that never comes is asked for", () => {
    const t = talk();
    const id = say(t, "a");
    for (let n = 0; n < 5; n += 1) {
      t.world.pass(5_000);
      t.world.socket.says({ t: "heads", heads: {}, now: "2026-11-24T13:30:00Z" });
    }
    expect(sent(t).map((frame) => frame.id)).toEqual([id, id]);
  });

  test("many at once are not a flood", () => {
    const t = talk();
    const ids = Array.from({ length: 30 }, (_, n) => say(t, String(n)));
    expect(sent(t)).toHaveLength(10);
    ids.forEach((id, n) => ok(t, id, n + 1));
    expect(sent(t).map((frame) => frame.id)).toEqual(ids);
  });
});

describe("refusals", () => {
  test("with retry_after the entry and all after it go again then", () => {
    const t = talk();
    const [a, b] = [say(t, "a"), say(t, "b")];
    refuse(t, a, "busy", 3);
    refuse(t, b, "out_of_order");
    const c = say(t, "c");
    expect(sent(t)).toHaveLength(2);
    t.world.pass(3_000);
    expect(sent(t).slice(2).map(({ id, prev }) => [id, prev])).toEqual([[a, null], [b, a], [c, b]]);
  });

  test("without it the entry is shown as failed and the rest goes on without it", () => {
    const t = talk();
    const [a, b] = [say(t, "a"), say(t, "b")];
    refuse(t, a, "too_long");
    refuse(t, b, "out_of_order");
    t.world.pass(300);
    expect(pending(t)[0]).toMatchObject({ id: a, state: "failed", error: { message: "Nein." } });
    expect(sent(t).at(-1)).toMatchObject({ id: b, prev: null });
    t.stream.discard(LOG, a);
    expect(pending(t).map((one) => one.id)).toEqual([b]);
  });

  test("a server that lost the predecessor in a restored backup does not block for ever", () => {
    const t = talk();
    const a = say(t, "a");
    ok(t, a, 1);
    const b = say(t, "b");
    refuse(t, b, "out_of_order");
    t.world.pass(300);
    expect(sent(t).at(-1)).toMatchObject({ id: b, prev: null });
  });

  test("after a restored backup what it lost before showing it is sent again", () => {
    const t = talk();
    const a = say(t, "a");
    ok(t, a, 1);
    t.world.socket.dies();
    comeBack(t.world, { reset: true });
    expect(sent(t)).toMatchObject([{ id: a, prev: null }]);
  });
});

describe("a page that ends", () => {
  const kept = () => {
    const held = new Map<string, Pending>();
    return {
      held,
      store: {
        load: (log: string) => [...held.values()].filter((one) => one.log === log),
        put: (one: Pending) => void held.set(one.id, one),
        drop: (id: string) => void held.delete(id),
      },
    };
  };

  test("the next page sends what the last one could not", () => {
    const { store, held } = kept();
    const first = talk({}, { store });
    first.world.socket.dies();
    const id = say(first, "noch da?");
    first.client.stop();
    const second = talk({}, { store });
    expect(sent(second)).toMatchObject([{ id, body: { text: "noch da?" }, prev: null }]);
    ok(second, id, 1);
    expect(held.size).toBe(0);
  });
});

describe("card actions", () => {
  test("an answer resolves, a refusal tells the sentence and the field", async () => {
    const t = talk();
    const good = t.client.act(LOG, 4, "rating.give", { stars: 5 });
    const bad = t.client.act(LOG, 5, "form.submit", {});
    const [first, second] = t.world.socket.of("act");
    t.world.socket.says({ t: "done", id: first!.id, result: { thanks: true } });
    t.world.socket.says({ t: "error", id: second!.id, code: "invalid", field: "email", message: "Fehlt." });
    expect(await good).toEqual({ thanks: true });
    await expect(bad).rejects.toThrow(ActionError);
    await expect(bad).rejects.toMatchObject({ field: "email", message: "Fehlt." });
  });

  test("an action that the line swallowed is done again with the same id", async () => {
    const t = talk();
    const done = t.client.act(LOG, 4, "rating.give", { stars: 5 });
    const [before] = t.world.socket.of("act");
    t.world.socket.dies();
    comeBack(t.world);
    expect(t.world.socket.of("act")).toEqual([before]);
    t.world.socket.says({ t: "done", id: before!.id });
    await done;
    t.world.socket.dies();
    comeBack(t.world);
    expect(t.world.socket.of("act")).toEqual([]);
  });

  test("an action that has to wait is tried again then", () => {
    const t = talk();
    void t.client.act(LOG, 4, "rating.give", { stars: 5 });
    t.world.socket.says({ t: "error", id: t.world.socket.of("act")[0]!.id, code: "busy", message: "", retry_after: 2 });
    t.world.pass(2_000);
    expect(t.world.socket.of("act")).toHaveLength(2);
  });
});

describe("requests to a room", () => {
  const ROOM = "00000000-0000-4000-8000-0000000000dd";
  const hand = { t: "room.hand", id: "00000000-0000-4000-8000-0000000000ee", room: ROOM, up: true } as const;

  test("one that a lost line swallowed is sent again when its room is back, and answered once", async () => {
    const t = talk();
    t.client.subscribe(`room:${ROOM}`);
    const answer = t.client.ask(hand);
    t.world.socket.dies();
    t.world.pass(500);
    t.world.socket.accept();
    t.world.socket.says(hello());
    expect(t.world.socket.of("room.hand")).toEqual([]);
    t.world.socket.says({ ...subbed(), ref: `room:${ROOM}`, logs: [] });
    expect(t.world.socket.of("room.hand")).toEqual([hand]);
    t.world.socket.says({ t: "done", id: hand.id, result: { hand: 2 } });
    expect(await answer).toEqual({ hand: 2 });
  });

  test("one that nobody waits for any more is not sent again", () => {
    const t = talk();
    t.client.subscribe(`room:${ROOM}`);
    void t.client.ask(hand);
    t.client.unask(hand.id);
    t.world.socket.dies();
    t.world.pass(500);
    t.world.socket.accept();
    t.world.socket.says(hello(), { ...subbed(), ref: `room:${ROOM}`, logs: [] });
    expect(t.world.socket.of("room.hand")).toEqual([]);
  });
});
