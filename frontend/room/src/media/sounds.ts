import type { Watch } from "./watch";

/** The loudspeaker: one element an audio slot. Browsers may want a gesture first: any press is one. */
export class Sounds {
  readonly #elements: HTMLAudioElement[] = [];
  readonly #changed: () => void;
  #volume = 1;
  #off = false;
  #speaker: string | undefined;
  #waiting: AbortController | null = null;
  blocked = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get volume(): number {
    return this.#volume;
  }

  get off(): boolean {
    return this.#off;
  }

  /** Plays what the connection brings now. */
  take(watch: Watch, slots: number): void {
    for (let slot = 0; slot < slots; slot += 1) {
      const element = (this.#elements[slot] ??= this.#element());
      const stream = watch.stream("audio", slot);
      if (element.srcObject === stream) continue;
      element.srcObject = stream;
      if (stream) this.#play(element);
    }
  }

  /** To be called from a press. */
  unblock(): void {
    this.#unhold();
    for (const element of this.#elements) if (element.srcObject) this.#play(element);
    this.#changed();
  }

  set(volume: number, off: boolean): void {
    this.#volume = volume;
    this.#off = off;
    for (const element of this.#elements) this.#apply(element);
    this.#changed();
  }

  choose(speaker: string | undefined): void {
    this.#speaker = speaker;
    for (const element of this.#elements) this.#route(element);
  }

  stop(): void {
    for (const element of this.#elements.splice(0)) {
      element.pause();
      element.srcObject = null;
    }
    this.#unhold();
  }

  #element(): HTMLAudioElement {
    const element = new Audio();
    element.autoplay = true;
    this.#apply(element);
    this.#route(element);
    return element;
  }

  #apply(element: HTMLAudioElement): void {
    element.volume = this.#volume;
    element.muted = this.#off;
  }

  #route(element: HTMLAudioElement): void {
    if (this.#speaker && "setSinkId" in element) void element.setSinkId(this.#speaker).catch(() => undefined);
  }

  #play(element: HTMLAudioElement): void {
    element.play().catch((error: unknown) => {
      if ((error as DOMException).name !== "NotAllowedError" || this.blocked) return;
      this.#hold();
      this.#changed();
    });
  }

  #hold(): void {
    this.blocked = true;
    this.#waiting = new AbortController();
    const options = { capture: true, signal: this.#waiting.signal };
    for (const press of ["click", "keydown"]) document.addEventListener(press, () => this.unblock(), options);
  }

  #unhold(): void {
    this.blocked = false;
    this.#waiting?.abort();
    this.#waiting = null;
  }
}
