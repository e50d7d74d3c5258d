/**
 * Subprotocol `hub.v1` as the client sees it: every frame is a tagged union by `t`. The types are
 * generated from the server's structs (`make types`); docs/protocol.md describes what each frame does.
 * The server leaves out fields that have their default, so those are optional here.
 */

import type * as wire from "../generated/events";

export const SUBPROTOCOL = "hub.v1";

export type Uuid = string;
/** ISO 8601, UTC. */
export type Instant = string;

export type Participant = wire.ParticipantView;
export type Entry = wire.EntryView;
export type LogView = wire.LogView;
export type ParticipantKind = Participant["kind"];
export type Audience = LogView["audience"];
export type Provenance = NonNullable<Entry["provenance"]>;

export type SendFrame = wire.Send;
export type ActFrame = wire.Act;
export type HelloFrame = wire.HelloOut;
export type SubbedFrame = wire.Subbed;
export type ErrorFrame = wire.Error;
export type ClientFrame = wire.ClientFrame;
export type ServerFrame = wire.ServerFrame;

export type Person = wire.Person;
export type QueuePlace = wire.QueuePlace;
export type ConversationState = wire.ConversationState;

/** Close codes of the application; an `error` frame precedes them. */
export const CLOSE = {
  badFrame: 4400,
  noToken: 4401,
  wrongOrigin: 4403,
  tooSlow: 4408,
  flood: 4429,
  goingAway: 4503,
} as const;
