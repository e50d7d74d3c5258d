/** What the client needs of its surroundings, so that tests can put a clock and a network there. */

export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

/**
 * What happens to the page: `visible` (a person looks again), `online`/`offline` (the browser's own
 * opinion, often wrong), `suspend` (frozen or put into the back/forward cache), `wake` (back from it).
 */
export type Life = "visible" | "online" | "offline" | "suspend" | "wake";

export interface Env {
  /** Milliseconds since the epoch. */
  now(): number;
  /** 0 ≤ x < 1. */
  random(): number;
  /** Returns a function that cancels. */
  after(ms: number, run: () => void): () => void;
  open(url: string, protocol: string): Socket;
  /** Returns a function that stops listening. */
  listen(handler: (what: Life) => void): () => void;
}

export const browser: Env = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  open: (url, protocol) => new WebSocket(url, protocol) as Socket,
  listen(handler) {
    const stop = new AbortController();
    const on = (target: EventTarget, name: string, what: Life | (() => Life | null)): void =>
      target.addEventListener(
        name,
        () => {
          const told = typeof what === "string" ? what : what();
          if (told) handler(told);
        },
        { signal: stop.signal },
      );
    on(document, "visibilitychange", () => (document.visibilityState === "visible" ? "visible" : null));
    on(window, "online", "online");
    on(window, "offline", "offline");
    on(document, "freeze", "suspend");
    on(window, "pagehide", "suspend");
    on(document, "resume", "wake");
    on(window, "pageshow", "wake");
    return () => stop.abort();
  },
};

/** A random UUID (version 4). `crypto.randomUUID` exists in secure contexts only. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
