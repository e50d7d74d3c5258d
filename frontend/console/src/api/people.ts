/** People and their history over HTTP (hub/contacts). */
import type { Instant, Uuid } from "../../../shared/client/frames";
import { get, patch, post } from "./http";

export type LeadState = "new" | "approved" | "rejected";

export interface ContactRow {
  id: Uuid;
  name: string;
  initials: string;
  company: string;
  place: string;
  language: string;
  email: string;
  phone: string;
  lead: LeadState | null;
  customer_since: string | null;
  last_at: Instant | null;
  entries: number;
}

export interface ContactPage {
  items: ContactRow[];
  total: number;
  page: number;
  pages: number;
}

export interface Address {
  id: Uuid;
  kind: "email" | "phone";
  value: string;
  verified_at: Instant | null;
  source: string;
  /** The merge that brought it here, which can be undone. */
  merge: Uuid | null;
}

export interface ConsentView {
  key: string;
  text: string;
  given: boolean;
  at: Instant;
  withdrawn_at: Instant | null;
}

export interface LeadView {
  id: Uuid;
  state: LeadState;
  form: string;
  created_at: Instant;
  decided_at: Instant | null;
}

export interface Proposal {
  id: Uuid;
  keep: Uuid;
  keep_name: string;
  other: Uuid;
  other_name: string;
  /** `email:<address>`, or a word. */
  reason: string;
  created_at: Instant;
}

export interface DeliveryView {
  id: Uuid;
  connection: string;
  state: "delivered" | "waiting" | "tray" | "skipped" | "off";
  at: Instant | null;
  version: number;
  attempts: number;
  /** What the other system said, as it said it. */
  words: string;
  url: string;
}

export interface ContactFact {
  label: string;
  value: string;
  source?: string;
  at?: Instant;
}

export interface ContactDetail {
  id: Uuid;
  version: number;
  name: string;
  initials: string;
  company: string;
  job_title: string;
  place: string;
  language: string;
  customer_since: string | null;
  created_at: Instant;
  facts: ContactFact[];
  addresses: Address[];
  consents: ConsentView[];
  lead: LeadView | null;
  proposals: Proposal[];
  /** Entries of the history by kind. */
  counts: Record<string, number>;
  deliveries: DeliveryView[];
}

export interface TimelineEntry {
  id: Uuid;
  kind: string;
  /** The id of what it tells of: the conversation's, say. */
  subject: Uuid;
  title: string;
  lines: string[];
  more: boolean;
  occurred_at: Instant;
  ended_at: Instant | null;
  origin: Record<string, string>;
  version: number;
  erased: boolean;
  deliveries: DeliveryView[];
}

export interface Timeline {
  items: TimelineEntry[];
  /** The `before` of the next page, or null. */
  next: string | null;
}

export interface ContactChange {
  version?: number;
  name?: string;
  company?: string;
  job_title?: string;
  place?: string;
  language?: string;
  email?: string;
  phone?: string;
}

export const contacts = (
  query: { q?: string; state?: string; page?: number },
  signal?: AbortSignal,
): Promise<ContactPage> => get("contacts", query, signal);
export const contact = (id: Uuid, signal?: AbortSignal): Promise<ContactDetail> =>
  get(`contacts/${id}`, {}, signal);
export const changeContact = (id: Uuid, change: ContactChange): Promise<ContactDetail> =>
  patch(`contacts/${id}`, change);
export const timeline = (
  id: Uuid,
  query: { kind?: string; before?: string },
  signal?: AbortSignal,
): Promise<Timeline> => get(`contacts/${id}/timeline`, query, signal);
export const entryText = (id: Uuid, signal?: AbortSignal): Promise<{ text: string }> =>
  get(`history/${id}`, {}, signal);
export const decideLead = (id: Uuid, decision: "approve" | "reject"): Promise<unknown> =>
  post(`leads/${id}/${decision}`);
export const decideProposal = (
  id: Uuid,
  decision: "accept" | "reject",
): Promise<{ merge: Uuid; contact: Uuid } | undefined> => post(`merge-proposals/${id}/${decision}`);
export const undoMerge = (id: Uuid): Promise<{ merge: Uuid; contact: Uuid }> =>
  post(`merges/${id}/undo`);
export const assign = (identity: Uuid, contact: Uuid): Promise<ContactDetail> =>
  post(`identities/${identity}/assign`, { contact });
