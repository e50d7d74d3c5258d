/** The bridge over HTTP (crm_bridge). */
import type { Uuid } from "../../../common/client/frames";
import type * as staff from "../../../common/generated/staff";
import { get, patch, post } from "./http";

export type { Day, Unattributed } from "../../../common/generated/staff";
export type TestResult = staff.Tested;
export type ConnectionChange = staff.ConnectionChange;

export interface Connection extends staff.ConnectionView {
  state: "ok" | "limited" | "failing" | "paused" | "off" | "new";
}

export interface Finding {
  kind: "missing" | "different" | "doubled" | "foreign";
  external_id: string;
  mended: boolean;
}

export interface Reconciliation extends Omit<staff.ReconciliationView, "findings"> {
  findings: Finding[];
}

export interface Bridge extends Omit<staff.Bridge, "connections" | "reconciliation"> {
  connections: Connection[];
  reconciliation: Reconciliation | null;
}

export type DeliveryPhase = "tray" | "waiting" | "delivered" | "skipped";

export interface DeliveryRow extends staff.DeliveryRow {
  what: "entry" | "contact";
  state: DeliveryPhase;
}

export interface DeliveryDetail extends staff.DeliveryDetail {
  row: DeliveryRow;
}

export interface DeliveryPage extends staff.DeliveryPage {
  items: DeliveryRow[];
}

/** `secret` is shown once, when it is new; otherwise empty. */
export interface ConnectionAnswer extends staff.WithSecret {
  connection: Connection;
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
export const unattributed = (signal?: AbortSignal): Promise<staff.Nobodys> =>
  get("bridge/unattributed", {}, signal);
export const retry = (id: Uuid): Promise<unknown> => post(`bridge/deliveries/${id}/retry`);
export const skip = (id: Uuid): Promise<unknown> => post(`bridge/deliveries/${id}/skip`);
export const retrySame = (id: Uuid): Promise<staff.Freed> => post(`bridge/retry-same/${id}`);
export const pause = (): Promise<Bridge> => post("bridge/pause");
export const resume = (): Promise<Bridge> => post("bridge/resume");
export const reconcile = (): Promise<Reconciliation[]> => post("bridge/reconcile");
export const addConnection = (change: staff.ConnectionIn): Promise<ConnectionAnswer> => post("bridge/connections", change);
export const changeConnection = (id: Uuid, change: ConnectionChange): Promise<ConnectionAnswer> =>
  patch(`bridge/connections/${id}`, change);
export const testConnection = (id: Uuid): Promise<TestResult> =>
  post(`bridge/connections/${id}/test`);
