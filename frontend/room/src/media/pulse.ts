/** Whether packets still come: `silent` when they should, and have not for so long. */
export class Pulse {
  readonly #patience: number;
  #count = -1;
  #movedAt = 0;

  constructor(patienceMs: number) {
    this.#patience = patienceMs;
  }

  /** `count` only ever grows while packets come. While none are expected, time does not run. */
  take(count: number, expected: boolean, now: number): "moving" | "waiting" | "silent" {
    if (count !== this.#count || !expected) {
      this.#count = count;
      this.#movedAt = now;
      return "moving";
    }
    return now - this.#movedAt >= this.#patience ? "silent" : "waiting";
  }
}
