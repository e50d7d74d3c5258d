/**
 * What the HTTP API answers (docs/api.md), as the console uses it. Times are ISO 8601 in UTC,
 * money a decimal string in `currency`, durations seconds.
 */
import type { Instant, Uuid } from "../../../shared/client/frames";

export interface Me {
  id: Uuid;
  name: string;
  email: string;
  /** Per language. */
  title: Record<string, string>;
  face: string;
  language: string;
  time_zone: string;
  available: boolean;
  /** Actions of the permission table that this person has on some site. */
  grants: string[];
  sites: { key: string; name: string }[];
  csrf: string;
}

export interface Colleague {
  id: Uuid;
  name: string;
  title: string;
  face: string;
  online: boolean;
  available: boolean;
  /** Conversations that they answer at the moment. */
  open: number;
}

export type ConversationPhase = "waiting" | "active" | "closed";

export interface Row {
  id: Uuid;
  name: string;
  company: string;
  preview: string;
  preview_by: "visitor" | "staff" | "system";
  page_title: string;
  language: string;
  state: ConversationPhase;
  waiting_since: Instant | null;
  last_at: Instant;
  unread: number;
  assignee: { id: Uuid; name: string } | null;
  online: boolean;
}

export interface Inbox {
  waiting: Row[];
  mine: Row[];
  others: Row[];
  /** Within how many seconds somebody is promised an answer. */
  promise_s: number;
}

export interface Origin {
  referrer?: string;
  campaign?: string;
  landing_page?: string;
  page_url?: string;
  page_title?: string;
}

export interface PageSeen {
  url: string;
  title: string;
  since: Instant;
}

export interface ContactBrief {
  id: Uuid;
  name: string;
  company: string;
  email?: string;
}

export interface ConversationDetail {
  row: Row;
  contact: ContactBrief | null;
  page: PageSeen | null;
  origin: Origin | null;
  logs: { public: Uuid; internal: Uuid };
}

export interface LiveFacts {
  price: string | null;
  currency: string;
  as_of: Instant | null;
  stale: boolean;
  stock: number | null;
  location: string;
  delivery_days: number | null;
}

export interface Product {
  sku: string;
  name: string;
  teaser: string;
  url: string;
  image: string;
  live: LiveFacts | null;
}

export interface PreparedText {
  id: Uuid;
  shortcut: string;
  title: string;
  language: string;
  text: string;
}

export interface DraftSource {
  n: number;
  kind: "page" | "product" | "live";
  title: string;
  url: string;
  anchor: string;
  quote: string;
  changed_at: Instant | null;
  as_of: Instant | null;
  stale: boolean;
}

export interface DraftSentence {
  text: string;
  /** Numbers of the sources that bear it. */
  sources: number[];
  struck: boolean;
  reason: string | null;
  /** Numbers of the sources that are live facts. */
  live: number[];
}

export interface Draft {
  id: Uuid;
  question: number;
  sentences: DraftSentence[];
  sources: DraftSource[];
  /** What is sent when it is taken as it stands: without what was struck. */
  text: string;
  provenance: "extractive" | "model";
  /** Why a configured model was not used, in words. */
  note?: string | null;
}

export type DraftAnswer = Draft | { draft: null; reason: string };
