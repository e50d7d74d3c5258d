export { ActionError, HubClient } from "./client";
export type { Ask, ClientOptions, HubEvent } from "./client";
export type { Status } from "./connection";
export { browser, uuid } from "./env";
export type { Env } from "./env";
export * from "./frames";
export type { OutboxStore, Pending } from "./outbox";
export { pendingAt, Stream } from "./stream";
export type { LogSnapshot, Snapshot, TypingNow } from "./stream";
