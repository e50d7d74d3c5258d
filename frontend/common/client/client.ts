/**
 * The client of `hub.v1` (docs/protocol.md): keeps one connection, any number of streams on it, and
 * the card actions that wait for their answer. Widget and console use the same.
 */

import { Connection } from "./connection";
import type { Status } from "./connection";
import { browser, uuid } from "./env";
import type { Env } from "./env";
import type { ActFrame, ClientFrame, ErrorFrame, HelloFrame, ServerFrame, Uuid } from "./frames";
import type { OutboxStore } from "./outbox";
import { Stream } from "./stream";

export interface ClientOptions {
  /** `wss://…/ws/visitor` or `wss://…/ws/staff`. */
  url: string;
  lang: string;
  /** See `ConnectionOptions.token`; staff leave it out. */
  token?: (renew: boolean) => Promise<string | null>;
  /** Where unacknowledged entries outlive the page. */
  store?: OutboxStore;
  env?: Env;
}

export interface HubEvent {
  topic: string;
  kind: string;
  data: unknown;
}

/** A card action or request that was refused; `message` is the sentence to show, `field` where it belongs. */
export class ActionError extends Error {
  readonly code: string;
  readonly field: string | undefined;
  constructor(frame: ErrorFrame) {
    super(frame.message);
    this.code = frame.code;
    this.field = frame.field ?? undefined;
  }
}

/** What is answered by `done` or `error`: a card action, or a request to a room. */
export type Ask = ActFrame | Extract<ClientFrame, { id: Uuid; room: Uuid }>;

interface Action {
  frame: Ask;
  done(result: unknown): void;
  refused(error: ActionError): void;
}

export class HubClient {
  me: Uuid | null = null;
  readonly #env: Env;
  readonly #store: OutboxStore | undefined;
  readonly #connection: Connection;
  readonly #streams = new Map<string, Stream>();
  readonly #actions = new Map<Uuid, Action>();
  readonly #onStatus = new Set<() => void>();
  readonly #onEvent = new Set<(event: HubEvent) => void>();
  readonly #onError = new Set<(error: ErrorFrame) => void>();
  #epoch: string | null = null;
  #fresh = false;

  constructor(options: ClientOptions) {
    this.#env = options.env ?? browser;
    this.#store = options.store;
    this.#connection = new Connection({
      url: options.url,
      lang: options.lang,
      env: this.#env,
      token: options.token,
      onReady: (hello) => this.#ready(hello),
      onFrame: (frame) => this.#take(frame),
      onDown: () => this.#streams.forEach((stream) => stream.down()),
      onStatus: () => this.#onStatus.forEach((listener) => listener()),
      onTick: (now) => this.#streams.forEach((stream) => stream.tick(now)),
    });
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    this.#connection.stop();
  }

  /** Try now instead of when the back-off ends. */
  retry(): void {
    this.#connection.poke();
  }

  readonly status = (): Status => this.#connection.status;

  readonly onStatus = (listener: () => void): (() => void) => {
    this.#onStatus.add(listener);
    return () => this.#onStatus.delete(listener);
  };

  /** The server's clock, ms since the epoch. */
  now(): number {
    return this.#env.now() + this.#connection.clockOffset;
  }

  /** Events beside the logs; those of a stream's topic come here as well. */
  onEvent(listener: (event: HubEvent) => void): () => void {
    this.#onEvent.add(listener);
    return () => this.#onEvent.delete(listener);
  }

  /** Errors that belong to no entry and no action. */
  onError(listener: (error: ErrorFrame) => void): () => void {
    this.#onError.add(listener);
    return () => this.#onError.delete(listener);
  }

  /** The stream of this name, subscribed now and after each reconnect. */
  subscribe<State = unknown>(ref: string): Stream<State> {
    let stream = this.#streams.get(ref);
    if (!stream) {
      stream = new Stream({
        ref,
        env: this.#env,
        store: this.#store,
        send: (frame) => this.#connection.send(frame),
      });
      this.#streams.set(ref, stream);
      if (this.#connection.status.at === "ready") stream.subscribe();
    }
    return stream as Stream<State>;
  }

  unsubscribe(ref: string): void {
    if (!this.#streams.delete(ref)) return;
    this.#connection.send({ t: "unsub", ref });
  }

  /** Presses something on a card. Waits through reconnects; rejects with `ActionError`. */
  act(log: Uuid, seq: number, action: string, data: Record<string, unknown>): Promise<unknown> {
    return this.ask({ t: "act", id: uuid(), log, seq, action, data });
  }

  /** Sends now, and again whenever its stream is back, until it is answered. */
  ask(frame: Ask): Promise<unknown> {
    return new Promise((done, refused) => {
      this.#actions.set(frame.id, { frame, done, refused });
      this.#connection.send(frame);
    });
  }

  /** Nobody waits for this answer any more: it is not sent again. */
  unask(id: Uuid): void {
    this.#actions.delete(id);
  }

  /** The visitor looks at another page: path without query. */
  page(url: string, title: string): void {
    this.#connection.send({ t: "page", url, title });
  }

  #ready(hello: HelloFrame): void {
    this.me = hello.me;
    this.#fresh = this.#epoch !== null && this.#epoch !== hello.epoch;
    this.#epoch = hello.epoch;
    for (const stream of this.#streams.values()) {
      if (this.#fresh) stream.forget();
      stream.subscribe();
    }
  }

  #take(frame: ServerFrame): void {
    switch (frame.t) {
      case "subbed": {
        const stream = this.#streams.get(frame.ref);
        if (!stream) return;
        stream.subbed(frame.logs, frame.state, this.#fresh);
        for (const { frame: ask } of this.#actions.values()) {
          if ("log" in ask ? stream.has(ask.log) : frame.ref === `room:${ask.room}`) this.#connection.send(ask);
        }
        return;
      }
      case "event": {
        const event: HubEvent = { topic: frame.topic, kind: frame.kind, data: frame.data };
        this.#onEvent.forEach((listener) => listener(event));
        return;
      }
      case "done":
        this.#actions.get(frame.id)?.done(frame.result);
        this.#actions.delete(frame.id);
        return;
      case "error":
        if (!this.#refusedAction(frame) && !this.#toStreams(frame)) {
          this.#onError.forEach((listener) => listener(frame));
        }
        return;
      default:
        this.#toStreams(frame);
    }
  }

  #toStreams(frame: ServerFrame): boolean {
    // A meeting goes on in its conversation's log: both streams may hold it.
    let taken = false;
    for (const stream of this.#streams.values()) taken = stream.take(frame) || taken;
    return taken;
  }

  #refusedAction(error: ErrorFrame): boolean {
    const action = error.id && this.#actions.get(error.id);
    if (!action) return false;
    if (error.retry_after == null) {
      this.#actions.delete(action.frame.id);
      action.refused(new ActionError(error));
    } else {
      this.#env.after(error.retry_after * 1000, () => {
        if (this.#actions.has(action.frame.id)) this.#connection.send(action.frame);
      });
    }
    return true;
  }
}
