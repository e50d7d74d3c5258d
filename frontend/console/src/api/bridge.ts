/** The bridge over HTTP (crm_bridge). */
import type { Instant, Uuid } from "../../../shared/client/frames";
import { get, patch, post } from "./http";

export interface Connection {
  id: Uuid;
  name: string;
  connector: string;
  url: string;
  list_url: string;
  active: boolean;
  paused: boolean;
  state: "ok" | "limited" | "failing" | "paused" | "off" | "new";
  /** What the other system said last when it did not work. */
  words: string;
  failing_since: Instant | null;
  next_at: Instant | null;
  last_ok_at: Instant | null;
  answer_ms: number | null;
  /** Median seconds from the event to its delivery. */
  lag_s: number | null;
  tray: number;
  waiting: number;
  delivered: number;
}

export interface Day {
  day: string;
  kinds: Record<string, number>;
  hub: number;
  crm: number;
  waiting: number;
  tray: number;
}

export interface Finding {
  kind: "missing" | "different" | "doubled" | "foreign";
  external_id: string;
  mended: boolean;
}

export interface Reconciliation {
  id: Uuid;
  connection: Uuid | string;
  at: Instant;
  took_ms: number;
  listed: boolean;
  compared: number;
  same: number;
  mended: number;
  open: number;
  findings: Finding[];
}

export interface Bridge {
  connections: Connection[];
  days: Day[];
  tray: number;
  waiting: number;
  delivered: number;
  unattributed: number;
  reconciliation: Reconciliation | null;
}

export type DeliveryPhase = "tray" | "waiting" | "delivered" | "skipped";

export interface DeliveryRow {
  id: Uuid;
  connection: Uuid | string;
  what: "entry" | "contact";
  entry: Uuid | null;
  kind: string;
  title: string;
  contact: { id: Uuid; name: string; company: string } | null;
  occurred_at: Instant | null;
  ended_at: Instant | null;
  state: DeliveryPhase;
  /** Why it waits, in words. */
  note: string;
  words: string;
  status: number;
  attempts: number;
  since: Instant | null;
  next_at: Instant | null;
  version: number;
  delivered_version: number;
  delivered_at: Instant | null;
  /** How many are in the tray for the same cause, itself included. */
  same: number;
}

export interface DeliveryDetail extends DeliveryRow {
  suggestion: string;
  external_id: string;
  ref: string;
  url: string;
  /** Something was sent whose outcome nobody knows. */
  unknown: boolean;
  payload: unknown;
}

export interface DeliveryPage {
  items: DeliveryRow[];
  total: number;
  page: number;
  pages: number;
}

export interface Unattributed {
  identity: Uuid;
  entry: Uuid;
  kind: string;
  subject: Uuid;
  title: string;
  lines: string[];
  occurred_at: Instant;
  origin: Record<string, string>;
  entries: number;
}

export interface ConnectionChange {
  name?: string;
  url?: string;
  list_url?: string;
  active?: boolean;
  rotate?: boolean;
}

/** `secret` only when it is new, and only then. */
export interface ConnectionAnswer {
  connection: Connection;
  secret: string | null;
}

export interface TestResult {
  ok: boolean;
  answer_ms: number;
  words: string;
}

export const bridge = (days: number, signal?: AbortSignal): Promise<Bridge> =>
  get("bridge", { days }, signal);
export const deliveries = (
  state: DeliveryPhase,
  page: number,
  signal?: AbortSignal,
): Promise<DeliveryPage> => get("bridge/deliveries", { state, page }, signal);
export const delivery = (id: Uuid, signal?: AbortSignal): Promise<DeliveryDetail> =>
  get(`bridge/deliveries/${id}`, {}, signal);
export const unattributed = (signal?: AbortSignal): Promise<{ items: Unattributed[]; total: number }> =>
  get("bridge/unattributed", {}, signal);
export const retry = (id: Uuid): Promise<unknown> => post(`bridge/deliveries/${id}/retry`);
export const skip = (id: Uuid): Promise<unknown> => post(`bridge/deliveries/${id}/skip`);
export const retrySame = (id: Uuid): Promise<{ freed: number }> => post(`bridge/retry-same/${id}`);
export const pause = (): Promise<Bridge> => post("bridge/pause");
export const resume = (): Promise<Bridge> => post("bridge/resume");
export const reconcile = (): Promise<Reconciliation[]> => post("bridge/reconcile");
export const addConnection = (change: {
  name: string;
  url: string;
  list_url?: string;
}): Promise<ConnectionAnswer> => post("bridge/connections", change);
export const changeConnection = (id: Uuid, change: ConnectionChange): Promise<ConnectionAnswer> =>
  patch(`bridge/connections/${id}`, change);
export const testConnection = (id: Uuid): Promise<TestResult> =>
  post(`bridge/connections/${id}/test`);
