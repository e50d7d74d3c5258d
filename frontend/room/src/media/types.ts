import type { Answered, MediaOffer, SlotView } from "../../../common/generated/events";

export type { Answered, SlotView };
export type Source = SlotView["source"];
export type Kind = SlotView["kind"];
export type Purpose = MediaOffer["purpose"];

export const KIND: Record<Source, Kind> = {
  microphone: "audio",
  "screen-audio": "audio",
  camera: "video",
  screen: "video",
};

/** What a media connection asks of the room over its socket. */
export interface Signal {
  /** Resolves when the socket can carry an offer. */
  ready(until: AbortSignal): Promise<void>;
  /** The answer to an offer; refused with an error that has a `code`, or by `until`. */
  offer(offer: Offer, until: AbortSignal): Promise<Answered>;
  leave(connection: string): void;
  mute(source: Source, muted: boolean): Promise<void>;
}

export interface Offer {
  connection: string;
  purpose: Purpose;
  sdp: string;
  sources?: Record<string, Source>;
}
