import { describe, expect, test } from "vitest";
import { comeBack, entries, entry, KELLER, LOG, ME, REF, talk } from "./testing/talk";
import type { Talk } from "./testing/talk";
import { settled } from "./testing/world";

const seqs = ({ stream }: Talk): number[] => stream.snapshot().logs[0]!.entries.map((one) => one.seq);
const arrives = (t: Talk, seq: number): void => t.world.socket.says({ t: "entry", log: LOG, entry: entry(seq) });

describe("reading", () => {
  test("an entry that comes twice is shown once", () => {
    const t = talk({ entries: entries(1, 3) });
    arrives(t, 4);
    arrives(t, 4);
    arrives(t, 2);
    expect(seqs(t)).toEqual([1, 2, 3, 4]);
  });

  test("a gap is asked for, and what came after it waits", () => {
    const t = talk({ entries: entries(1, 3) });
    arrives(t, 6);
    arrives(t, 7);
    expect(seqs(t)).toEqual([1, 2, 3]);
    expect(t.world.socket.of("more")).toEqual([{ t: "more", log: LOG, after: 3 }]);
    t.world.socket.says({ t: "entries", log: LOG, entries: entries(4, 6), more: false });
    expect(seqs(t)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test("a hint that was lost is noticed by the heartbeat", () => {
    const t = talk({ entries: entries(1, 3) });
    t.world.socket.says({ t: "heads", heads: { [LOG]: 5 }, now: "2026-11-24T13:30:10Z" });
    expect(t.world.socket.of("more")).toEqual([{ t: "more", log: LOG, after: 3 }]);
  });

  test("a request that nobody answered is repeated at the next heartbeat", () => {
    const t = talk({ entries: entries(1, 3) });
    const heads = { t: "heads", heads: { [LOG]: 5 }, now: "2026-11-24T13:30:10Z" } as const;
    t.world.socket.says(heads, heads);
    expect(t.world.socket.of("more")).toHaveLength(2);
  });

  test("an empty answer is not asked for again at once", () => {
    const t = talk({ entries: entries(1, 3) });
    arrives(t, 6);
    for (let n = 0; n < 5; n += 1) t.world.socket.says({ t: "entries", log: LOG, entries: [], more: false });
    expect(t.world.socket.of("more")).toHaveLength(1);
  });

  test("pages are fetched until the head is reached", () => {
    const t = talk({ entries: entries(1, 200), head: 450, more: true });
    t.world.socket.says({ t: "entries", log: LOG, entries: entries(201, 400), more: true });
    t.world.socket.says({ t: "entries", log: LOG, entries: entries(401, 450), more: false });
    expect(t.world.socket.of("more").map((frame) => frame.after)).toEqual([200, 400]);
    expect(seqs(t)).toHaveLength(450);
  });

  test("older entries come in front, once, when asked for", () => {
    const t = talk({ entries: entries(301, 400) });
    expect(t.stream.snapshot().logs[0]!.hasOlder).toBe(true);
    t.stream.older(LOG);
    t.stream.older(LOG);
    expect(t.world.socket.of("more")).toEqual([{ t: "more", log: LOG, before: 301 }]);
    t.world.socket.says({ t: "entries", log: LOG, entries: entries(101, 300), more: true });
    expect(seqs(t)[0]).toBe(101);
    expect(seqs(t)).toHaveLength(300);
    t.stream.older(LOG);
    t.world.socket.says({ t: "entries", log: LOG, entries: entries(1, 100), more: false });
    expect(seqs(t)[0]).toBe(1);
    expect(t.stream.snapshot().logs[0]!.hasOlder).toBe(false);
  });

  test("after a loss only what is new is asked for", () => {
    const t = talk({ entries: entries(1, 3) });
    t.world.socket.dies();
    comeBack(t.world, { entries: entries(4, 5) });
    expect(t.world.socket.of("sub")).toEqual([{ t: "sub", ref: REF, after: { [LOG]: 3 } }]);
    expect(seqs(t)).toEqual([1, 2, 3, 4, 5]);
  });

  test("a restored backup replaces what was held, and is told", () => {
    const t = talk({ entries: entries(1, 9) });
    t.world.socket.dies();
    comeBack(t.world, { entries: entries(1, 4), reset: true });
    expect(seqs(t)).toEqual([1, 2, 3, 4]);
    expect(t.stream.snapshot().resets).toBe(1);
  });

  test("another database makes everything held worthless, even at the same length", () => {
    const t = talk({ entries: entries(1, 4) });
    t.world.socket.dies();
    comeBack(t.world, { entries: [entry(1, { id: "other" }), ...entries(2, 4)] }, "two");
    expect(t.world.socket.of("sub")[0]!.after).toEqual({});
    expect(t.stream.snapshot().logs[0]!.entries[0]!.id).toBe("other");
    expect(t.stream.snapshot().resets).toBe(1);
  });
});

describe("beside the log", () => {
  const typing = (t: Talk) => t.stream.snapshot().logs[0]!.typing;

  test("typing is forgotten after six seconds, and when the message comes", () => {
    const t = talk();
    t.world.socket.says({ t: "typing", log: LOG, by: KELLER, on: true });
    expect(typing(t)).toEqual([{ by: KELLER }]);
    t.world.pass(6_000);
    expect(typing(t)).toEqual([]);
    t.world.socket.says({ t: "typing", log: LOG, by: KELLER, on: true, text: "Der VH" });
    expect(typing(t)).toEqual([{ by: KELLER, text: "Der VH" }]);
    arrives(t, 1);
    expect(typing(t)).toEqual([]);
  });

  test("own typing is told every two seconds and ends by itself", () => {
    const t = talk();
    for (let n = 0; n < 30; n += 1) {
      t.stream.typing(LOG);
      t.world.pass(100);
    }
    expect(t.world.socket.of("typing")).toHaveLength(2);
    t.world.pass(10_000);
    expect(t.world.socket.of("typing").at(-1)).toEqual({ t: "typing", log: LOG, on: false });
  });

  test("unsent text leaves the page only when it is given", () => {
    const t = talk();
    t.stream.typing(LOG);
    expect(t.world.socket.of("typing")[0]).toEqual({ t: "typing", log: LOG, on: true });
  });

  test("the last read mark is told, once, and a second time only when it grew", () => {
    const t = talk({ entries: entries(1, 9) });
    for (const seq of [3, 5, 9, 4]) t.stream.read(LOG, seq);
    t.world.pass(1_000);
    t.stream.read(LOG, 9);
    t.world.pass(1_000);
    expect(t.world.socket.of("read")).toEqual([{ t: "read", log: LOG, seq: 9 }]);
  });

  test("what I have read is known here at once", () => {
    const t = talk({ entries: entries(1, 9) });
    t.stream.read(LOG, 6);
    expect(t.stream.snapshot().logs[0]!.participants.get(ME)!.read).toBe(6);
  });

  test("a read mark that found no line is told when it is back", () => {
    const t = talk({ entries: entries(1, 9) });
    t.world.socket.dies();
    t.stream.read(LOG, 9);
    t.world.pass(400);
    t.world.pass(100);
    t.world.socket.accept();
    comeBack(t.world);
    t.world.pass(1_000);
    expect(t.world.socket.of("read")).toEqual([{ t: "read", log: LOG, seq: 9 }]);
  });

  test("read marks of others grow and never shrink", () => {
    const t = talk({ entries: entries(1, 9) });
    t.world.socket.says({ t: "read", log: LOG, by: KELLER, seq: 7 }, { t: "read", log: LOG, by: KELLER, seq: 3 });
    expect(t.stream.snapshot().logs[0]!.participants.get(KELLER)!.read).toBe(7);
  });

  test("a screen hears of a hundred frames once", async () => {
    const t = talk();
    await settled();
    let told = 0;
    t.stream.onChange(() => (told += 1));
    for (let seq = 1; seq <= 100; seq += 1) arrives(t, seq);
    await settled();
    expect(told).toBe(1);
  });
});
