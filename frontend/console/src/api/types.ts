/**
 * What the HTTP API answers, as the console uses it. The shapes are generated from the server's
 * structs; here are their names on these screens, narrowed where the server's type says only "text".
 * Times are ISO 8601 in UTC, money a decimal string in `currency`, durations seconds.
 */
import type * as events from "../../../common/generated/events";
import type * as staff from "../../../common/generated/staff";

export type { Inbox, Origin, PageSeen, Row, Draft } from "../../../common/generated/events";

export type Me = staff.MeOut;
export type LiveFacts = events.Live;
export type DraftSource = events.SourceView;
export type DraftSentence = events.SentenceView;
export type FinalText = events.Final;
export type StoredFile = staff.FileOut;
export type NextStep = staff.NextOut;
export type SignInStep = NextStep["next"];
export type Enrolment = staff.EnrolOut;

export interface Colleague {
  id: string;
  name: string;
  title: string;
  face: string;
  online: boolean;
  available: boolean;
  /** Conversations that they answer at the moment. */
  open: number;
}

export interface ContactBrief {
  id: string;
  name: string;
  company: string;
  email?: string;
}

export interface ConversationDetail {
  row: events.Row;
  contact: ContactBrief | null;
  page: events.PageSeen | null;
  origin: events.Origin | null;
  logs: { public: string; internal?: string };
}

export interface Product {
  sku: string;
  name: string;
  teaser: string;
  url: string;
  image: string | null;
  live: LiveFacts | null;
}

export interface PreparedText {
  id: string;
  shortcut: string;
  title: string;
  text: string;
}

export type DraftAnswer = events.Draft | { draft: null; reason: string };
