import { narrow } from "./codecs";
import { type Attempt, Link } from "./link";
import { Pulse } from "./pulse";
import { LineQuality, type Quality } from "./quality";
import { slotKey } from "./slots";
import type { Answered, Kind, Signal, Source } from "./types";

/** No packet for so long, although there should be some: the line is dead, whatever the browser says, ms. */
const SILENCE_MS = 2_000;
const LOOK_MS = 700;

export interface WatchOptions {
  signal: Signal;
  audioSlots: number;
  videoSlots: number;
  /** Somebody's sources besides one's own are expected to send. */
  expects(): boolean;
  answered(answer: Answered): void;
  changed(): void;
}

/** Watching: one offer with a fixed pool of receive slots; later only the map of slots changes. */
export class Watch extends Link {
  readonly #o: WatchOptions;
  readonly #line = new LineQuality();
  #streams: ReadonlyMap<string, MediaStream> = new Map();
  #pulse = new Pulse(SILENCE_MS);
  #timer: ReturnType<typeof setTimeout> | undefined;
  quality: Quality = 3;

  constructor(options: WatchOptions) {
    super("watch", options.signal, options.changed);
    this.#o = options;
  }

  /** What comes in a slot, as a stream of its own that stays the same while the connection does. */
  stream(kind: Kind, slot: number): MediaStream | null {
    return this.#streams.get(slotKey(kind, slot)) ?? null;
  }

  override stop(): void {
    clearTimeout(this.#timer);
    this.#streams = new Map();
    super.stop();
  }

  protected override prepare(pc: RTCPeerConnection): void {
    const add = (kind: Kind): void => narrow(pc.addTransceiver(kind, { direction: "recvonly" }), kind, "receive");
    for (let n = 0; n < this.#o.audioSlots; n += 1) add("audio");
    for (let n = 0; n < this.#o.videoSlots; n += 1) add("video");
  }

  protected override sources(): Record<string, Source> | undefined {
    return undefined;
  }

  protected override answered(_attempt: Attempt, answer: Answered): void {
    this.#o.answered(answer);
  }

  protected override tookOver(attempt: Attempt): void {
    const streams = new Map<string, MediaStream>();
    const next: Record<Kind, number> = { audio: 0, video: 0 };
    for (const { receiver } of attempt.pc.getTransceivers()) {
      const kind = receiver.track.kind as Kind;
      streams.set(slotKey(kind, next[kind]++), new MediaStream([receiver.track]));
    }
    this.#streams = streams;
    this.#pulse = new Pulse(SILENCE_MS);
    this.#line.forget();
    this.#o.changed();
    clearTimeout(this.#timer);
    this.#look(attempt);
  }

  #look(attempt: Attempt): void {
    this.#timer = setTimeout(async () => {
      const counts = await measure(attempt.pc);
      if (attempt !== this.current) return;
      const now = Date.now();
      if (this.#pulse.take(counts.received, this.#o.expects(), now) === "silent") this.lost(attempt);
      this.#grade(this.state === "up" ? this.#line.take({ ...counts, at: now }) : 0);
      this.#look(attempt);
    }, LOOK_MS);
  }

  #grade(quality: Quality): void {
    if (quality === this.quality) return;
    this.quality = quality;
    this.#o.changed();
  }
}

interface Counts {
  received: number;
  lost: number;
  roundTrip: number | null;
}

async function measure(pc: RTCPeerConnection): Promise<Counts> {
  const counts: Counts = { received: 0, lost: 0, roundTrip: null };
  for (const stat of (await pc.getStats()).values() as Iterable<Record<string, unknown>>) {
    if (stat["type"] === "inbound-rtp") {
      counts.received += Number(stat["packetsReceived"] ?? 0);
      counts.lost += Number(stat["packetsLost"] ?? 0);
    } else if (stat["type"] === "candidate-pair" && stat["nominated"] === true) {
      const time = stat["currentRoundTripTime"];
      if (typeof time === "number") counts.roundTrip = time;
    }
  }
  return counts;
}

