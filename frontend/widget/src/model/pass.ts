/** The browser's key, turned into tokens; and calls that are repeated until they are answered. */

import { backoff } from "../../../common/client/backoff";
import { ApiError, getToken } from "./api";
import type { ConversationRef } from "./api";
import type { Keep } from "./keep";

/** A token that ends sooner than this is renewed first. */
const SPARE_MS = 60_000;

export class Pass {
  readonly #keep: Keep;
  readonly #lang: string;
  readonly #unknown: () => void;
  #token: string | null = null;
  #until = 0;

  /** `unknown` is called when the server does not know this browser (any more). */
  constructor(keep: Keep, lang: string, unknown: () => void) {
    this.#keep = keep;
    this.#lang = lang;
    this.#unknown = unknown;
  }

  /** A token that is good for now; null when there is none to be had. */
  async token(renew = false): Promise<string | null> {
    if (renew || this.#until - Date.now() < SPARE_MS) await this.renew();
    return this.#token;
  }

  /** A new token, and the browser's conversations, newest first. */
  async renew(): Promise<ConversationRef[]> {
    const { key } = this.#keep;
    if (!key) return [];
    try {
      const { token, expires_at, conversations } = await getToken(key, this.#lang);
      this.took(token, expires_at);
      return conversations;
    } catch (error) {
      if (!(error instanceof ApiError) || error.passing) throw error;
      this.#token = null;
      this.#until = 0;
      this.#unknown();
      return [];
    }
  }

  took(token: string, expiresAt: string): void {
    this.#token = token;
    this.#until = Date.parse(expiresAt);
  }
}

/** Calls until there is an answer; throws what would not change by trying again. */
export async function persist<T>(call: () => Promise<T>, failed: (tries: number) => void): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.passing) throw error;
      failed(tries);
      const wait = Math.max((error.retryAfter ?? 0) * 1000, backoff(tries - 1, Math.random()));
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}
