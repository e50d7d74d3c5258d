import { describe, expect, it } from "vitest";
import { createStore } from "./store";

describe("a store", () => {
  it("tells whoever listens, once a change, and nobody when nothing changed", () => {
    const store = createStore({ n: 1 });
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    store.set((before) => ({ n: before.n + 1 }));
    store.set((before) => before);
    expect([store.get().n, told]).toEqual([2, 1]);
    stop();
    store.set({ n: 3 });
    expect(told).toBe(1);
  });
});
