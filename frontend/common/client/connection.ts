/**
 * One line to the server that comes back by itself: connect, greet, watch the heartbeat, confirm
 * what arrived, and after a loss try again with back-off. Knows nothing of logs.
 */

import { backoff } from "./backoff";
import type { Env, Life, Socket } from "./env";
import { CLOSE, SUBPROTOCOL } from "./frames";
import type { ClientFrame, HelloFrame, ServerFrame } from "./frames";

export type Status =
  | { at: "idle" }
  | { at: "connecting"; since: number }
  | { at: "ready" }
  /** The line is down; the next try is at `until`. Both are in ms since the epoch. */
  | { at: "waiting"; since: number; until: number }
  /** It will not try again: the session is over, or this page may not connect. */
  | { at: "stopped"; reason: "signed_out" | "forbidden" };

export interface ConnectionOptions {
  url: string;
  lang: string;
  env: Env;
  /**
   * Visitors: gives the token for `hello`; `renew` asks for a new one. Null: there is none any more.
   * Staff leave it out.
   */
  token?: ((renew: boolean) => Promise<string | null>) | undefined;
  onReady(hello: HelloFrame): void;
  onFrame(frame: ServerFrame): void;
  /** The line is gone; what was under way is unacknowledged. */
  onDown(): void;
  onStatus(status: Status): void;
  /** Every few seconds while the line is up. */
  onTick?(now: number): void;
}

const GREETING_MS = 10_000;
const PROBE_MS = 5_000;
const TICK_MS = 5_000;
const GOT_FRAMES = 20;
const GOT_MS = 5_000;
/** A timer that is this much late means that the machine slept. */
const JUMP_MS = 10_000;
const DEAD_HEARTBEATS = 3;

export class Connection {
  status: Status = { at: "idle" };
  /** Server's clock minus ours, ms. */
  clockOffset = 0;
  maxFrame = 65_536;

  readonly #o: ConnectionOptions;
  #socket: Socket | null = null;
  #life = 0;
  #attempt = 0;
  #renew = false;
  #refusedFor = 0;
  #downSince = 0;
  #heartbeatMs = 15_000;
  #lastFrameAt = 0;
  #received = 0;
  #reported = 0;
  #reportedAt = 0;
  #cancelTimer = (): void => {};
  #cancelTick = (): void => {};
  #unlisten = (): void => {};

  constructor(options: ConnectionOptions) {
    this.#o = options;
  }

  start(): void {
    if (this.status.at !== "idle" && this.status.at !== "stopped") return;
    this.#unlisten();
    this.#unlisten = this.#o.env.listen((what) => this.#lived(what));
    this.#attempt = 0;
    this.#downSince = this.#o.env.now();
    void this.#connect();
  }

  stop(): void {
    this.#unlisten();
    this.#unlisten = () => {};
    this.#drop();
    this.#set({ at: "idle" });
  }

  /** False: not ready, nothing was sent. */
  send(frame: ClientFrame): boolean {
    if (this.status.at !== "ready" || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Try at once if the line is down; otherwise ask whether it still answers. */
  poke(): void {
    if (this.status.at === "waiting") {
      this.#attempt = 0;
      void this.#connect();
    } else if (this.status.at === "ready") {
      this.#probe();
    }
  }

  async #connect(): Promise<void> {
    this.#drop();
    const life = ++this.#life;
    this.#set({ at: "connecting", since: this.#downSince });
    let token: string | null | undefined;
    if (this.#o.token) {
      try {
        token = await this.#o.token(this.#renew);
      } catch {
        if (life === this.#life) this.#retry();
        return;
      }
      if (life !== this.#life) return;
      if (token === null) return this.#stopFor("signed_out");
      this.#renew = false;
    }
    let socket: Socket;
    try {
      socket = this.#o.env.open(this.#o.url, SUBPROTOCOL);
    } catch {
      return this.#retry();
    }
    this.#socket = socket;
    this.#received = this.#reported = 0;
    this.#cancelTimer = this.#o.env.after(GREETING_MS, () => this.#lost(0));
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      const hello: ClientFrame = token
        ? { t: "hello", token, lang: this.#o.lang }
        : { t: "hello", lang: this.#o.lang };
      socket.send(JSON.stringify(hello));
    };
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#take(event.data);
    };
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#lost(event.code);
    };
  }

  #take(data: unknown): void {
    const now = this.#o.env.now();
    this.#lastFrameAt = now;
    this.#received += 1;
    let frame: ServerFrame;
    try {
      frame = JSON.parse(String(data)) as ServerFrame;
    } catch {
      return this.#lost(0);
    }
    if (frame.t === "hello") {
      this.#cancelTimer();
      this.#attempt = 0;
      this.#heartbeatMs = frame.heartbeat * 1000;
      this.maxFrame = frame.max_frame;
      this.#reportedAt = now;
      this.#tickLater();
      this.#set({ at: "ready" });
    }
    if ("now" in frame) this.clockOffset = Date.parse(frame.now) - now;
    if (frame.t === "error" && !frame.id && frame.retry_after) this.#refusedFor = frame.retry_after * 1000;
    this.#confirm(now, GOT_FRAMES);
    if (frame.t === "goaway") return this.#retry(frame.retry_after * 1000);
    if (frame.t === "hello") this.#o.onReady(frame);
    this.#o.onFrame(frame);
  }

  /** `got`, at the latest every 20 frames or 5 s (also from here: hidden pages' timers are slow). */
  #confirm(now: number, frames: number): void {
    const open = this.#received - this.#reported;
    if (open >= frames || (open > 0 && now - this.#reportedAt >= GOT_MS)) {
      if (!this.send({ t: "got", n: this.#received })) return;
      this.#reported = this.#received;
      this.#reportedAt = now;
    }
  }

  #tickLater(): void {
    const due = this.#o.env.now() + TICK_MS;
    this.#cancelTick = this.#o.env.after(TICK_MS, () => {
      const now = this.#o.env.now();
      if (now - this.#lastFrameAt > DEAD_HEARTBEATS * this.#heartbeatMs) return this.#lost(0);
      this.#tickLater();
      if (now - due > JUMP_MS) this.#probe();
      this.#confirm(now, 1);
      this.#o.onTick?.(now);
    });
  }

  #probe(): void {
    const now = this.#o.env.now();
    if (now - this.#lastFrameAt > DEAD_HEARTBEATS * this.#heartbeatMs) return this.#lost(0);
    this.send({ t: "ping" });
    this.#cancelTimer();
    this.#cancelTimer = this.#o.env.after(PROBE_MS, () => {
      if (this.status.at === "ready" && this.#lastFrameAt <= now) this.#lost(0);
    });
  }

  #lived(what: Life): void {
    if (what === "suspend") {
      if (this.status.at === "stopped") return;
      this.#goDown();
      this.#set({ at: "waiting", since: this.#downSince, until: Infinity });
    } else {
      this.poke();
    }
  }

  #lost(code: number): void {
    if (code === CLOSE.wrongOrigin) return this.#stopFor("forbidden");
    if (code === CLOSE.noToken) {
      if (!this.#o.token) return this.#stopFor("signed_out");
      this.#renew = true;
    }
    if (code === CLOSE.badFrame || code === CLOSE.flood || code === CLOSE.tooSlow) {
      this.#attempt = Math.max(this.#attempt, 3);
    }
    this.#retry();
  }

  #retry(ms?: number): void {
    this.#goDown();
    const wait = Math.max(ms ?? backoff(this.#attempt, this.#o.env.random()), this.#refusedFor);
    this.#refusedFor = 0;
    this.#attempt += 1;
    this.#set({ at: "waiting", since: this.#downSince, until: this.#o.env.now() + wait });
    this.#cancelTimer = this.#o.env.after(wait, () => void this.#connect());
  }

  #stopFor(reason: "signed_out" | "forbidden"): void {
    this.#goDown();
    this.#unlisten();
    this.#unlisten = () => {};
    this.#set({ at: "stopped", reason });
  }

  #goDown(): void {
    const wasReady = this.status.at === "ready";
    if (wasReady) this.#downSince = this.#o.env.now();
    this.#drop();
    if (wasReady) this.#o.onDown();
  }

  #drop(): void {
    this.#life += 1;
    this.#cancelTimer();
    this.#cancelTick();
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(1000);
    }
  }

  #set(status: Status): void {
    this.status = status;
    this.#o.onStatus(status);
  }
}
