import { Store } from "../model/store";
import { type Chosen, DeviceError, type DeviceProblem, openCamera, openMicrophone, openScreen } from "./devices";
import type { LinkState } from "./link";
import { Publish } from "./publish";
import type { Quality } from "./quality";
import { newlyMuted, SlotMap } from "./slots";
import { Sounds } from "./sounds";
import type { Kind, Signal, SlotView, Source } from "./types";
import { Watch } from "./watch";

/** One's own source: `off`, `opening` (the browser asks), `on`, or `paused`. */
export type Own = "off" | "opening" | "on" | "paused";

export interface MediaState {
  watching: LinkState;
  publishing: LinkState;
  slots: SlotMap;
  /** Loudest first. */
  speaking: readonly string[];
  line: Quality;
  own: { microphone: Own; camera: Own; screen: Own };
  problem: { source: Source; what: DeviceProblem | "not_allowed" | "muted_by_host" } | null;
  /** The browser plays sound only after a press. */
  blocked: boolean;
  volume: number;
  silenced: boolean;
  /** Grows when the streams of the slots are others. */
  turn: number;
}

type Switch = "microphone" | "camera" | "screen";

export interface MediaOptions {
  signal: Signal;
  audioSlots: number;
  videoSlots: number;
  /** One's own participant id: nobody is sent what they publish. */
  me: string;
  chosen?: Chosen;
}

/** Everything that is seen and heard in a room, from the browser's side. */
export class RoomMedia {
  readonly state: Store<MediaState>;
  readonly #o: MediaOptions;
  readonly #watch: Watch;
  readonly #publish: Publish;
  readonly #sounds: Sounds;
  #chosen: Chosen;
  #opening = new Set<Switch>();
  #slots = new SlotMap();
  #speaking: readonly string[] = [];
  /** What of one's own a host has muted: there may be no slot that tells. */
  #muted: readonly Source[] = [];
  #problem: MediaState["problem"] = null;
  /** Of the connection that is watched. */
  #epoch = 0;
  #turn = 0;
  #unlisten = (): void => {};

  constructor(options: MediaOptions) {
    this.#o = options;
    this.#chosen = options.chosen ?? {};
    const changed = (): void => this.#tell();
    this.#sounds = new Sounds(changed);
    this.#watch = new Watch({
      signal: options.signal,
      audioSlots: options.audioSlots,
      videoSlots: options.videoSlots,
      expects: () => this.#slots.expects(options.me),
      answered: ({ epoch, slots }) => {
        this.#epoch = epoch;
        this.#map(slots ?? []);
      },
      changed: () => {
        this.#turn += 1;
        this.#sounds.take(this.#watch, options.audioSlots);
        this.#tell();
      },
    });
    this.#publish = new Publish({
      signal: options.signal,
      changed,
      denied: (source) => this.#trouble(source, "not_allowed"),
    });
    if (this.#chosen.speaker) this.#sounds.choose(this.#chosen.speaker);
    this.state = new Store(this.#shape());
  }

  // --- watching --------------------------------------------------------------------------------

  start(): void {
    this.#unlisten();
    const stop = new AbortController();
    window.addEventListener("online", () => this.#renew(), { signal: stop.signal });
    // Closing says goodbye; a page that is only gone would stand on the stage until its line times out.
    window.addEventListener("pagehide", () => this.#close(), { signal: stop.signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.#watch.start(), { signal: stop.signal });
    this.#unlisten = () => stop.abort();
    this.#watch.start();
  }

  stop(): void {
    this.#unlisten();
    this.#close();
    this.#sounds.stop();
  }

  #close(): void {
    this.#watch.stop();
    this.#publish.stop();
  }

  stream(kind: Kind, slot: number): MediaStream | null {
    return this.#watch.stream(kind, slot);
  }

  /** Event `media.slots`. */
  slotsChanged(epoch: number, slots: readonly SlotView[]): void {
    if (epoch >= this.#epoch) this.#map(slots);
  }

  /** Event `media.moved`: another process has the room. */
  moved(epoch: number): void {
    this.#watch.moved(epoch);
    this.#publish.moved(epoch);
  }

  /** The epoch in the room's state: the event may have been missed. */
  knows(epoch: number): void {
    if (this.#watch.state === "up") this.#watch.moved(epoch);
    if (this.#publish.state === "up") this.#publish.moved(epoch);
  }

  /** Event `media.speaking`. */
  speaks(who: readonly string[]): void {
    this.#speaking = who;
    this.#tell();
  }

  unblock(): void {
    this.#sounds.unblock();
  }

  setVolume(volume: number, silenced: boolean): void {
    this.#sounds.set(volume, silenced);
  }

  // --- sending ---------------------------------------------------------------------------------

  /** What one may send from now on; what is sent without it ends, what a host muted is off. */
  allow(sources: readonly Source[], muted: readonly Source[] = []): void {
    this.#muted = muted;
    for (const source of ["microphone", "camera", "screen", "screen-audio"] as const) {
      if (this.#publish.has(source) && !sources.includes(source)) this.#publish.take(source);
    }
    for (const source of muted) this.#silenced(source);
  }

  /** The track that one sends, to see oneself. */
  ownTrack(source: Source): MediaStreamTrack | null {
    return this.#publish.track(source);
  }

  async turn(what: Switch, on: boolean): Promise<void> {
    if (this.#opening.has(what)) return;
    this.#problem = null;
    if (!on) return this.#turnOff(what);
    this.#opening.add(what);
    this.#tell();
    try {
      await this.#turnOn(what);
    } catch (error) {
      this.#trouble(what, error instanceof DeviceError ? error.problem : "failed");
    } finally {
      this.#opening.delete(what);
      this.#tell();
    }
  }

  /** Tracks that are open already (from the check before) go on as they are. */
  take(source: "microphone" | "camera", track: MediaStreamTrack): void {
    this.#publish.put(source, track);
    this.#ends(source, track);
    if (this.#muted.includes(source)) this.#silenced(source);
  }

  async choose(chosen: Chosen): Promise<void> {
    const before = this.#chosen;
    this.#chosen = { ...before, ...chosen };
    if (chosen.speaker !== undefined) this.#sounds.choose(chosen.speaker);
    try {
      if (chosen.microphone !== undefined && this.#publish.has("microphone")) {
        await this.#publish.swap("microphone", await openMicrophone(chosen.microphone));
      }
      if (chosen.camera !== undefined && this.#publish.track("camera")) {
        await this.#publish.swap("camera", await openCamera(chosen.camera));
      }
    } catch (error) {
      this.#trouble(chosen.camera === undefined ? "microphone" : "camera", (error as DeviceError).problem);
    }
  }

  get chosen(): Chosen {
    return this.#chosen;
  }

  forgive(): void {
    this.#problem = null;
    this.#tell();
  }

  async #turnOn(what: Switch): Promise<void> {
    if (what === "screen") {
      const tracks = await openScreen();
      for (const track of tracks ?? []) {
        const source = track.kind === "video" ? "screen" : "screen-audio";
        this.#publish.put(source, track);
        track.addEventListener("ended", () => this.#turnOff("screen"));
      }
    } else if (what === "microphone" && this.#publish.track("microphone")) {
      await this.#publish.resume("microphone");
    } else {
      const open = what === "microphone" ? openMicrophone : openCamera;
      const track = await open(this.#chosen[what]);
      if (this.#publish.has(what)) {
        await this.#publish.resume(what, track);
        this.#ends(what, track);
      } else {
        this.take(what, track);
      }
    }
  }

  async #turnOff(what: Switch): Promise<void> {
    if (what === "screen") {
      this.#publish.take("screen");
      this.#publish.take("screen-audio");
    } else {
      await this.#publish.pause(what);
    }
  }

  /** Unplugged, or taken away by the system. */
  #ends(source: "microphone" | "camera", track: MediaStreamTrack): void {
    track.addEventListener("ended", () => {
      if (this.#publish.track(source) !== track) return;
      this.#publish.take(source);
      this.#trouble(source, "missing");
    });
  }

  #map(slots: readonly SlotView[]): void {
    const next = new SlotMap(slots);
    for (const source of newlyMuted(this.#slots, next, this.#o.me)) this.#silenced(source);
    this.#slots = next;
    this.#tell();
  }

  /** A host muted one's own source: off it is, and said. */
  #silenced(source: Source): void {
    if (source !== "microphone" || !this.#publish.has(source)) return;
    if (this.#publish.muted(source) || this.#publish.echoes(source)) return;
    void this.#publish.pause(source);
    this.#trouble(source, "muted_by_host");
  }

  #renew(): void {
    this.#watch.renew();
    this.#publish.renew();
  }

  #trouble(source: Source, what: NonNullable<MediaState["problem"]>["what"]): void {
    this.#problem = { source, what };
    this.#tell();
  }

  #own(what: Switch): Own {
    if (this.#opening.has(what)) return "opening";
    if (!this.#publish.has(what)) return "off";
    return this.#publish.muted(what) ? "paused" : "on";
  }

  #shape(): MediaState {
    return {
      watching: this.#watch.state,
      publishing: this.#publish.state,
      slots: this.#slots,
      speaking: this.#speaking,
      line: this.#watch.quality,
      own: { microphone: this.#own("microphone"), camera: this.#own("camera"), screen: this.#own("screen") },
      problem: this.#problem,
      blocked: this.#sounds.blocked,
      volume: this.#sounds.volume,
      silenced: this.#sounds.off,
      turn: this.#turn,
    };
  }

  #tell(): void {
    this.state?.set(this.#shape());
  }
}
