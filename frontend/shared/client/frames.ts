/**
 * Subprotocol `hub.v1` as the client sees it: every frame is a tagged union by `t`.
 * Mirrors `hub/realtime/protocol.py`; docs/protocol.md describes what each frame does.
 * The server leaves out fields that have their default, so those are optional here.
 */

export const SUBPROTOCOL = "hub.v1";

export type Uuid = string;
/** ISO 8601, UTC. */
export type Instant = string;

export type ParticipantKind = "visitor" | "staff" | "machine" | "system";
export type Audience = "public" | "internal" | "hosts" | "private";
export type Provenance = "person" | "machine" | "approved";

export interface Participant {
  id: Uuid;
  kind: ParticipantKind;
  name: string;
  title?: string;
  face?: string;
  me?: boolean;
  /** Seq up to which this participant has read. */
  read?: number;
}

export interface Entry {
  seq: number;
  kind: string;
  by: Uuid;
  id: Uuid;
  at: Instant;
  body: Record<string, unknown>;
  v?: number;
  provenance?: Provenance;
  /** Plain text, for a client that does not know `kind`. */
  text?: string;
}

export interface LogView {
  log: Uuid;
  audience: Audience;
  head: number;
  entries: Entry[];
  participants: Participant[];
  me: Uuid | null;
  more?: boolean;
  reset?: boolean;
}

// --- to the server ---------------------------------------------------------------------------

export type SendFrame = {
  t: "send";
  id: Uuid;
  log: Uuid;
  kind: string;
  body: Record<string, unknown>;
  prev: Uuid | null;
  draft?: Uuid;
};

export type ActFrame = {
  t: "act";
  id: Uuid;
  log: Uuid;
  seq: number;
  action: string;
  data: Record<string, unknown>;
};

export type ClientFrame =
  | { t: "hello"; token?: string; lang: string }
  | { t: "sub"; ref: string; after: Record<Uuid, number> }
  | { t: "unsub"; ref: string }
  | { t: "more"; log: Uuid; after?: number; before?: number }
  | SendFrame
  | ActFrame
  | { t: "typing"; log: Uuid; on: boolean; text?: string }
  | { t: "read"; log: Uuid; seq: number }
  | { t: "got"; n: number }
  | { t: "page"; url: string; title: string }
  | { t: "ping" };

// --- from the server -------------------------------------------------------------------------

export interface HelloFrame {
  t: "hello";
  epoch: string;
  /** Bytes. */
  max_frame: number;
  /** Seconds between two `heads`. */
  heartbeat: number;
  now: Instant;
  me: Uuid;
}

export interface SubbedFrame {
  t: "subbed";
  ref: string;
  logs: LogView[];
  state?: unknown;
}

export interface ErrorFrame {
  t: "error";
  code: string;
  /** A sentence for the person, in the language of `hello`. */
  message: string;
  id?: Uuid;
  field?: string;
  /** Seconds; with it the frame may be sent again. */
  retry_after?: number;
}

export type ServerFrame =
  | HelloFrame
  | SubbedFrame
  | { t: "entry"; log: Uuid; entry: Entry }
  | { t: "entries"; log: Uuid; entries: Entry[]; more: boolean }
  | { t: "ok"; id: Uuid; seq: number; at: Instant }
  | { t: "done"; id: Uuid; result?: unknown }
  | ErrorFrame
  | { t: "heads"; heads: Record<Uuid, number>; now: Instant }
  | { t: "typing"; log: Uuid; by: Uuid; on: boolean; text?: string }
  | { t: "read"; log: Uuid; by: Uuid; seq: number }
  | { t: "participant"; log: Uuid; participant: Participant }
  | { t: "event"; topic: string; kind: string; data?: unknown }
  | { t: "pong"; now: Instant }
  | { t: "goaway"; retry_after: number };

/** Close codes of the application; an `error` frame precedes them. */
export const CLOSE = {
  badFrame: 4400,
  noToken: 4401,
  wrongOrigin: 4403,
  tooSlow: 4408,
  flood: 4429,
  goingAway: 4503,
} as const;

// --- a conversation (chat/events.py) ------------------------------------------------------------

export interface Person {
  id: Uuid;
  name: string;
  title?: string;
  salutation?: string;
  face?: string;
}

export interface QueuePlace {
  /** Counts from 1. */
  place: number;
  ahead: number;
  waited_s: number;
  estimate_s: number | null;
  answering: number;
}

export interface ConversationState {
  conversation: Uuid;
  state: "waiting" | "active" | "closed";
  assignee: Person | null;
  queue: QueuePlace | null;
  typing_preview: boolean;
  language: string;
  site: { key: string; name: string };
  open: boolean;
  reopens_at: Instant | null;
  visitor_online?: boolean;
}
