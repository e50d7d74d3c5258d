/** People and their history over HTTP (hub/contacts). */
import type { Uuid } from "../../../common/client/frames";
import type * as staff from "../../../common/generated/staff";
import { get, patch, post } from "./http";

export type { Address, ConsentView, ContactPage, ContactRow, DeliveryView, Presence } from "../../../common/generated/staff";
export type { ProposalView as Proposal } from "../../../common/generated/staff";

export type LeadState = NonNullable<staff.ContactRow["lead"]>;
export type LeadView = staff.LeadView;
export type ContactChange = staff.ContactChange;

/** A fact never stands without its source. */
export interface ContactFact {
  label: string;
  value: string;
  source?: string;
  at?: string;
}

export interface ContactDetail extends Omit<staff.ContactDetail, "facts"> {
  facts: ContactFact[];
}

export interface TimelineEntry extends Omit<staff.TimelineEntry, "origin"> {
  origin: Record<string, string>;
}

export interface Timeline extends Omit<staff.Timeline, "items"> {
  items: TimelineEntry[];
}

export const contacts = (
  query: { q?: string; state?: string; page?: number },
  signal?: AbortSignal,
): Promise<staff.ContactPage> => get("contacts", query, signal);
export const contact = (id: Uuid, signal?: AbortSignal): Promise<ContactDetail> =>
  get(`contacts/${id}`, {}, signal);
export const changeContact = (id: Uuid, change: ContactChange): Promise<ContactDetail> =>
  patch(`contacts/${id}`, change);
export const timeline = (
  id: Uuid,
  query: { kind?: string; before?: string },
  signal?: AbortSignal,
): Promise<Timeline> => get(`contacts/${id}/timeline`, query, signal);
export const entryText = (id: Uuid, signal?: AbortSignal): Promise<staff.EntryText> =>
  get(`history/${id}`, {}, signal);
export const decideLead = (id: Uuid, decision: "approve" | "reject"): Promise<unknown> =>
  post(`leads/${id}/${decision}`);
export const decideProposal = (
  id: Uuid,
  decision: "accept" | "reject",
): Promise<staff.Merged | undefined> => post(`merge-proposals/${id}/${decision}`);
export const undoMerge = (id: Uuid): Promise<staff.Merged> =>
  post(`merges/${id}/undo`);
export const assign = (identity: Uuid, contact: Uuid): Promise<ContactDetail> =>
  post(`identities/${identity}/assign`, { contact });
