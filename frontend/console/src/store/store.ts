import { useSyncExternalStore } from "react";

/** The whole state library: a value, a way to change it, and who wants to know. */
export interface Store<T> {
  get: () => T;
  set: (next: T | ((before: T) => T)) => void;
  subscribe: (listener: () => void) => () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      const after = typeof next === "function" ? (next as (before: T) => T)(value) : next;
      if (Object.is(after, value)) return;
      value = after;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** `pick` must return the same thing for the same state (a field, not a new object). */
export function usePick<T, P>(store: Store<T>, pick: (state: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}
