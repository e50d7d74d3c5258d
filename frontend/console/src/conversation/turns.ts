/**
 * Runs one piece of work after another, each when the one before has ended, well or badly. The same
 * piece again, while it waits or runs, is left out: pressing twice does a thing once.
 */
export class Turns<Name extends string> {
  readonly #names = new Set<Name>();
  #last: Promise<unknown> = Promise.resolve();

  has(name: Name): boolean {
    return this.#names.has(name);
  }

  /** Undefined when it is under way already. `work` handles its own errors. */
  take(name: Name, work: () => Promise<void>): Promise<void> | undefined {
    if (this.#names.has(name)) return undefined;
    this.#names.add(name);
    const mine = this.#last.then(work).finally(() => this.#names.delete(name));
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
