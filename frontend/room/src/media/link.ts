import { uuid } from "../../../common/client/env";
import { Retry } from "./retry";
import type { Answered, Purpose, Signal, Source } from "./types";

/** The line of a link: `up` carries, `lost` had one before and tries again. */
export type LinkState = "off" | "connecting" | "up" | "lost";

export interface Attempt {
  id: string;
  pc: RTCPeerConnection;
  answered: Answered | null;
}

/** A browser calls a line "disconnected" that may come back by itself; this long it is left alone, ms. */
const PATIENCE_MS = 1_500;
/** From the offer to packets: answer, ICE, DTLS; then the try is given up, ms. */
const TRY_MS = 7_000;
/** Codes that no second try changes. */
const FINAL = new Set(["not_allowed", "removed", "bad_offer", "room_over", "not_found"]);

/**
 * One peer connection that comes back by itself. A new one is made beside the old one and takes over
 * when it carries, so that what still comes goes on. It needs the socket only to offer.
 */
export abstract class Link {
  readonly #signal: Signal;
  readonly #purpose: Purpose;
  readonly #changed: () => void;
  readonly #retry = new Retry();
  #current: Attempt | null = null;
  /** What is being tried now. */
  #offered: Attempt | null = null;
  #trying: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;
  state: LinkState = "off";
  /** The code with which the last offer was refused for good. */
  refused: string | null = null;

  constructor(purpose: Purpose, signal: Signal, changed: () => void) {
    this.#purpose = purpose;
    this.#signal = signal;
    this.#changed = changed;
  }

  get current(): Attempt | null {
    return this.#current;
  }

  protected get signal(): Signal {
    return this.#signal;
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.refused = null;
    this.#set("connecting");
    void this.#try();
  }

  stop(): void {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#trying?.abort();
    this.#trying = this.#offered = null;
    this.#end(this.#current);
    this.#current = null;
    this.#retry.reset();
    this.#set("off");
  }

  /** Offer anew at once: what was lost before does not count. */
  renew(): void {
    if (!this.#wanted) return;
    this.#retry.reset();
    this.#again();
  }

  /** The room is carried by another process since this epoch: renew what belongs to an older one. */
  moved(epoch: number): void {
    const answered = this.#offered?.answered ?? this.#current?.answered;
    if (!answered || answered.epoch < epoch) this.renew();
  }

  /** This attempt carries nothing any more. */
  protected lost(attempt: Attempt): void {
    if (attempt === this.#current && !this.#trying) this.#again();
  }

  /** Puts the m-lines in. */
  protected abstract prepare(pc: RTCPeerConnection): void;
  /** Which m-line carries what; for publishing alone. */
  protected abstract sources(pc: RTCPeerConnection): Record<string, Source> | undefined;
  /** The answer is in. */
  protected answered(_attempt: Attempt, _answer: Answered): void {}
  /** It carries, and has taken over. */
  protected tookOver(_attempt: Attempt): void {}

  /** Offer and answer on a connection, the first time or once more. */
  protected async exchange(attempt: Attempt, until: AbortSignal): Promise<Answered> {
    const { pc } = attempt;
    await pc.setLocalDescription(await pc.createOffer());
    const sources = this.sources(pc);
    const answer = await this.#signal.offer(
      {
        connection: attempt.id,
        purpose: this.#purpose,
        sdp: pc.localDescription!.sdp,
        ...(sources ? { sources } : {}),
      },
      until,
    );
    await pc.setRemoteDescription({ type: "answer", sdp: answer.sdp });
    attempt.answered = answer;
    this.answered(attempt, answer);
    return answer;
  }

  async #try(): Promise<void> {
    this.#trying?.abort();
    const trying = new AbortController();
    this.#trying = trying;
    let attempt: Attempt | null = null;
    try {
      await this.#signal.ready(trying.signal);
      const timeout = setTimeout(() => trying.abort(), TRY_MS);
      trying.signal.addEventListener("abort", () => clearTimeout(timeout));
      const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
      attempt = { id: uuid(), pc, answered: null };
      this.#offered = attempt;
      this.prepare(pc);
      await this.exchange(attempt, trying.signal);
      await connected(pc, trying.signal);
      clearTimeout(timeout);
    } catch (error) {
      this.#end(attempt);
      if (this.#trying !== trying) return;
      this.#trying = this.#offered = null;
      const code = (error as { code?: unknown }).code;
      if (typeof code === "string" && FINAL.has(code)) {
        this.refused = code;
        return this.stop();
      }
      return this.#later();
    }
    if (this.#trying !== trying) return this.#end(attempt);
    this.#trying = this.#offered = null;
    const before = this.#current;
    this.#current = attempt;
    this.#retry.up(Date.now());
    this.#watch(attempt);
    this.#set("up");
    this.tookOver(attempt);
    this.#end(before);
  }

  #watch(attempt: Attempt): void {
    const { pc } = attempt;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      if (pc.connectionState === "failed" || pc.connectionState === "closed") this.lost(attempt);
      else if (pc.connectionState === "disconnected" || pc.iceConnectionState === "disconnected") {
        timer = setTimeout(() => this.lost(attempt), PATIENCE_MS);
      }
    };
    pc.addEventListener("connectionstatechange", look);
    pc.addEventListener("iceconnectionstatechange", look);
    look();
  }

  #again(): void {
    clearTimeout(this.#timer);
    this.#trying?.abort();
    this.#trying = this.#offered = null;
    this.#later();
  }

  #later(): void {
    if (!this.#wanted) return;
    this.#set(this.#current ? "lost" : "connecting");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(), this.#retry.lost(Date.now(), Math.random()));
  }

  #end(attempt: Attempt | null): void {
    if (!attempt) return;
    attempt.pc.close();
    this.#signal.leave(attempt.id);
  }

  #set(state: LinkState): void {
    if (this.state === state) return;
    this.state = state;
    this.#changed();
  }
}

function connected(pc: RTCPeerConnection, until: AbortSignal): Promise<void> {
  return new Promise((done, refused) => {
    const look = (): void => {
      if (pc.connectionState === "connected") done();
      else if (pc.connectionState === "failed" || pc.connectionState === "closed") refused(new Error("failed"));
    };
    pc.addEventListener("connectionstatechange", look);
    until.addEventListener("abort", () => refused(new Error("given up")));
    look();
  });
}
