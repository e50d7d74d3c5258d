import { backoff } from "../../../common/client/backoff";

/** A connection that lasted so long was a good one: the next loss starts counting anew, ms. */
const GOOD_MS = 10_000;
/** The first try after a loss comes within this time, ms: not everybody of a hall at one moment. */
const SPREAD_MS = 300;

/** When to offer anew: at once the first time, then with the back-off of the socket. */
export class Retry {
  #failures = 0;
  #upSince: number | null = null;

  up(now: number): void {
    this.#upSince ??= now;
  }

  /** Milliseconds until the next try. */
  lost(now: number, random: number): number {
    if (this.#upSince !== null && now - this.#upSince >= GOOD_MS) this.#failures = 0;
    this.#upSince = null;
    const wait = this.#failures === 0 ? SPREAD_MS * random : backoff(this.#failures - 1, random);
    this.#failures += 1;
    return Math.round(wait);
  }

  /** Something happened that makes a try worth it: another media process, the network is back. */
  reset(): void {
    this.#failures = 0;
    this.#upSince = null;
  }
}
