import { useSyncExternalStore } from "react";

/**
 * The server's time, once a second, for everything that counts; a wrong clock on this desk shows no
 * wrong waits. Stands still while the page is hidden.
 */
let source: () => number = () => Date.now();
let second = Math.floor(Date.now() / 1000) * 1000;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

export function now(): number {
  return source();
}

export function setClock(next: () => number): void {
  source = next;
}

function tick(): void {
  second = Math.floor(now() / 1000) * 1000;
  for (const listener of [...listeners]) listener();
  timer = setTimeout(tick, 1000 - (now() % 1000));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  timer = undefined;
  if (!document.hidden && listeners.size > 0) tick();
});

/** Milliseconds of the present second; the component renders again each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => second);
}
