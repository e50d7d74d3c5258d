/** Typing and read marks: they may be lost, and must not be many. */

import type { Env } from "./env";

const TYPING_EVERY_MS = 2_000;
const TYPING_ENDS_MS = 5_000;
const READ_EVERY_MS = 500;

/** Tells at most every 2 s that somebody types, and that it ended 5 s after the last key. */
export class TypingReport {
  readonly #env: Env;
  readonly #tell: (on: boolean, text?: string) => void;
  #told = false;
  #toldAt = -Infinity;
  #text: string | undefined;
  #cancelNext: (() => void) | null = null;
  #cancelEnd = (): void => {};

  constructor(env: Env, tell: (on: boolean, text?: string) => void) {
    this.#env = env;
    this.#tell = tell;
  }

  /** A key was pressed; `text` is given only where the site shows previews. */
  key(text?: string): void {
    this.#text = text;
    this.#cancelEnd();
    this.#cancelEnd = this.#env.after(TYPING_ENDS_MS, () => this.end());
    if (this.#cancelNext) return;
    const wait = Math.max(0, this.#toldAt + TYPING_EVERY_MS - this.#env.now());
    if (wait === 0) this.#say();
    else {
      this.#cancelNext = this.#env.after(wait, () => {
        this.#cancelNext = null;
        this.#say();
      });
    }
  }

  end(): void {
    this.#cancelEnd();
    this.#cancelNext?.();
    this.#cancelNext = null;
    if (this.#told) this.#tell(false);
    this.#told = false;
  }

  #say(): void {
    this.#told = true;
    this.#toldAt = this.#env.now();
    this.#tell(true, this.#text);
  }
}

/** Tells how far somebody has read, the last word only, at most twice a second. */
export class ReadReport {
  readonly #env: Env;
  readonly #tell: (seq: number) => boolean;
  #seq = 0;
  #told = 0;
  #cancel: (() => void) | null = null;

  constructor(env: Env, tell: (seq: number) => boolean) {
    this.#env = env;
    this.#tell = tell;
  }

  upTo(seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
    this.flush();
  }

  /** Also called when the line is back. */
  flush(): void {
    if (this.#cancel || this.#seq <= this.#told) return;
    this.#cancel = this.#env.after(READ_EVERY_MS, () => {
      this.#cancel = null;
      if (this.#tell(this.#seq)) this.#told = this.#seq;
    });
  }

  reset(): void {
    this.#seq = this.#told = 0;
  }
}
