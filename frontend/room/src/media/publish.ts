import { narrow } from "./codecs";
import { type Attempt, Link } from "./link";
import { Pulse } from "./pulse";
import { KIND, type Signal, type Source } from "./types";

/** Bits a second that a source may take. */
const BITRATE: Record<Source, number> = {
  microphone: 48_000,
  "screen-audio": 64_000,
  camera: 1_000_000,
  screen: 1_800_000,
};
/** The media process reports each second; without a report for so long the line is dead, ms. */
const SILENCE_MS = 3_000;
const LOOK_MS = 1_000;
/** A source is added within this time, or not at all, ms. */
const EXCHANGE_MS = 7_000;
/** So long after one's own word the room's map may still tell of the one before, ms. */
const ECHO_MS = 2_000;

interface Published {
  /** Null while it is paused (the camera's light is off then). */
  track: MediaStreamTrack | null;
  muted: boolean;
}

export interface PublishOptions {
  signal: Signal;
  changed(): void;
  /** The room took it in its answer, but will not have this source. */
  denied(source: Source): void;
}

/** What one sends. A new source is a new offer on the same connection; pausing one is not. */
export class Publish extends Link {
  readonly #o: PublishOptions;
  readonly #sources = new Map<Source, Published>();
  #lines = new WeakMap<RTCPeerConnection, Map<Source, RTCRtpTransceiver>>();
  #turn: Promise<void> = Promise.resolve();
  readonly #saidAt = new Map<Source, number>();
  #pulse = new Pulse(SILENCE_MS);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PublishOptions) {
    super("publish", options.signal, options.changed);
    this.#o = options;
  }

  has(source: Source): boolean {
    return this.#sources.has(source);
  }

  muted(source: Source): boolean {
    return this.#sources.get(source)?.muted ?? false;
  }

  track(source: Source): MediaStreamTrack | null {
    return this.#sources.get(source)?.track ?? null;
  }

  /** Sends this track as the source, from now on. */
  put(source: Source, track: MediaStreamTrack, muted = false): void {
    if (source === "screen") track.contentHint = "detail";
    if (source === "microphone") track.enabled = !muted;
    this.#sources.set(source, { track, muted });
    if (this.state === "off") this.start();
    else this.#change(source);
    this.#o.changed();
  }

  /** Pauses without an offer: the line stays, nothing comes through it. */
  async pause(source: Source): Promise<void> {
    const held = this.#sources.get(source);
    if (!held) return;
    if (source === "microphone") {
      if (held.track) held.track.enabled = false;
      this.#sources.set(source, { ...held, muted: true });
    } else {
      held.track?.stop();
      this.#sources.set(source, { track: null, muted: true });
      await this.#line(source)?.sender.replaceTrack(null);
    }
    this.#o.changed();
    await this.#say(source);
  }

  async resume(source: Source, track: MediaStreamTrack | null = null): Promise<void> {
    const held = this.#sources.get(source);
    if (!held) return;
    const next = track ?? held.track;
    if (next) next.enabled = true;
    this.#sources.set(source, { track: next, muted: false });
    if (track) await this.#line(source)?.sender.replaceTrack(track);
    this.#o.changed();
    await this.#say(source);
  }

  /** Another device for a source that is on. */
  async swap(source: Source, track: MediaStreamTrack): Promise<void> {
    const held = this.#sources.get(source);
    if (!held) return;
    held.track?.stop();
    track.enabled = source !== "microphone" || !held.muted;
    this.#sources.set(source, { ...held, track });
    await this.#line(source)?.sender.replaceTrack(track);
    this.#o.changed();
  }

  /** Ends a source; the line ends with the last one. */
  take(source: Source): void {
    const held = this.#sources.get(source);
    if (!held) return;
    held.track?.stop();
    this.#sources.delete(source);
    if (this.#sources.size === 0) this.stop();
    else this.#change(source);
    this.#o.changed();
  }

  override stop(): void {
    clearTimeout(this.#timer);
    for (const { track } of this.#sources.values()) track?.stop();
    this.#sources.clear();
    super.stop();
  }

  protected override prepare(pc: RTCPeerConnection): void {
    this.#lines.set(pc, new Map());
    for (const source of this.#sources.keys()) this.#arrange(pc, source);
  }

  protected override sources(pc: RTCPeerConnection): Record<string, Source> {
    const named: Record<string, Source> = {};
    for (const [source, line] of this.#lines.get(pc) ?? []) {
      if (line.mid && this.#sources.has(source)) named[line.mid] = source;
    }
    return named;
  }

  protected override answered(attempt: Attempt): void {
    for (const [source, line] of this.#lines.get(attempt.pc) ?? []) {
      const refused = line.currentDirection === "inactive" || line.currentDirection === "stopped";
      if (!refused || !this.#sources.has(source)) continue;
      this.#sources.get(source)?.track?.stop();
      this.#sources.delete(source);
      this.#o.denied(source);
    }
  }

  protected override tookOver(attempt: Attempt): void {
    // What changed while the offer was under way, and what the room must hear again.
    const lines = this.#lines.get(attempt.pc);
    for (const [source, { track, muted }] of this.#sources) {
      const line = lines?.get(source);
      if (!line) this.#change(source);
      else if (line.sender.track !== track) void line.sender.replaceTrack(track);
      if (muted) void this.#say(source);
    }
    for (const source of lines?.keys() ?? []) if (!this.#sources.has(source)) this.#change(source);
    this.#pulse = new Pulse(SILENCE_MS);
    clearTimeout(this.#timer);
    this.#look(attempt);
  }

  #line(source: Source): RTCRtpTransceiver | undefined {
    return this.current ? this.#lines.get(this.current.pc)?.get(source) : undefined;
  }

  /** Whether the room's map of this source may be older than what one did oneself. */
  echoes(source: Source): boolean {
    return Date.now() - (this.#saidAt.get(source) ?? -Infinity) < ECHO_MS;
  }

  #say(source: Source): Promise<void> {
    this.#saidAt.set(source, Date.now());
    return this.signal.mute(source, this.muted(source));
  }

  /** Brings the m-line of a source to what is held of it. */
  #arrange(pc: RTCPeerConnection, source: Source): void {
    const lines = this.#lines.get(pc);
    const held = this.#sources.get(source);
    const line = lines?.get(source);
    if (line) {
      line.direction = held ? "sendonly" : "inactive";
      void line.sender.replaceTrack(held?.track ?? null);
    } else if (held) {
      const added = pc.addTransceiver(held.track ?? KIND[source], {
        direction: "sendonly",
        sendEncodings: [{ maxBitrate: BITRATE[source] }],
      });
      narrow(added, KIND[source], "send");
      lines?.set(source, added);
    }
  }

  /** A new offer on the connection that there is, one at a time. */
  #change(source: Source): void {
    this.#turn = this.#turn.then(async () => {
      const attempt = this.current;
      if (!attempt || this.state !== "up") return;
      this.#arrange(attempt.pc, source);
      try {
        await this.exchange(attempt, AbortSignal.timeout(EXCHANGE_MS));
      } catch {
        this.lost(attempt);
      }
      this.#o.changed();
    });
  }

  #look(attempt: Attempt): void {
    this.#timer = setTimeout(async () => {
      const reports = await heard(attempt.pc);
      if (attempt !== this.current) return;
      if (reports !== null && this.#pulse.take(reports, this.#sends(), Date.now()) === "silent") this.lost(attempt);
      this.#look(attempt);
    }, LOOK_MS);
  }

  #sends(): boolean {
    return [...this.#sources.values()].some(({ muted }) => !muted);
  }
}

/** Packets that came from the media process (its reports), or null where the browser does not say. */
async function heard(pc: RTCPeerConnection): Promise<number | null> {
  let count: number | null = null;
  for (const stat of (await pc.getStats()).values() as Iterable<Record<string, unknown>>) {
    const packets = stat["type"] === "transport" ? stat["packetsReceived"] : undefined;
    if (typeof packets === "number") count = (count ?? 0) + packets;
  }
  return count;
}
