/** A clock and a network for tests: time moves when told, sockets do what the test says. */

import type { Env, Life, Socket } from "../env";
import type { ClientFrame, ServerFrame } from "../frames";

export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: ClientFrame[] = [];
  closed = false;
  readonly url: string;
  readonly protocol: string;

  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
  }

  send(text: string): void {
    if (this.closed) throw new Error("sent on a closed socket");
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  close(): void {
    this.closed = true;
  }

  /** Frames of one kind, in order. */
  of<T extends ClientFrame["t"]>(t: T): Extract<ClientFrame, { t: T }>[] {
    return this.sent.filter((frame) => frame.t === t) as Extract<ClientFrame, { t: T }>[];
  }

  accept(): void {
    this.onopen?.();
  }

  says(...frames: ServerFrame[]): void {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  dies(code = 1006): void {
    this.closed = true;
    this.onclose?.({ code });
  }
}

interface Timer {
  at: number;
  run: () => void;
}

export class World implements Env {
  readonly sockets: FakeSocket[] = [];
  time = Date.parse("2026-11-24T13:30:00Z");
  chance = 1;
  #timers = new Set<Timer>();
  #handlers = new Set<(what: Life) => void>();

  now = (): number => this.time;
  random = (): number => this.chance;

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  open(url: string, protocol: string): FakeSocket {
    const socket = new FakeSocket(url, protocol);
    this.sockets.push(socket);
    return socket;
  }

  listen(handler: (what: Life) => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  happens(what: Life): void {
    for (const handler of [...this.#handlers]) handler(what);
  }

  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  /** Lets time pass; timers run in order at their time. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.time = Math.max(this.time, due.at);
      this.#timers.delete(due);
      due.run();
    }
    this.time = end;
  }

  /** The machine sleeps: the clock goes on, timers run only afterwards. */
  sleep(ms: number): void {
    this.time += ms;
    this.pass(0);
  }
}

export const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
