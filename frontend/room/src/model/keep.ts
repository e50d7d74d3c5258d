/**
 * What the tab remembers: the personal link (out of the address bar) and the session that it was
 * exchanged for. Gone with the tab; where storage is blocked, with the page.
 */

import type { OutboxStore, Pending } from "../../../common/client";
import type { Admission } from "../../../common/generated/events";
import type { Other } from "./api";

const LINK = "hub.room.link";
const SESSION = "hub.room.session";
const UNSENT = "hub.room.unsent";

export interface Session {
  link: string;
  other: Other | null;
  admission: Admission;
}

function read(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Blocked or full: then it lives as long as the page.
  }
}

/** The link's token: from the address's fragment, which is taken out of it; else the tab's own. */
export function takeLink(): string | null {
  const fragment = decodeURIComponentSafely(location.hash.slice(1));
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  if (fragment) {
    const session = keptSession();
    if (session && session.link !== fragment) keepSession(null);
    write(LINK, fragment);
    return fragment;
  }
  const kept = read(LINK);
  return typeof kept === "string" ? kept : null;
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function keptSession(): Session | null {
  const kept = read(SESSION) as Partial<Session> | null;
  return kept && typeof kept.link === "string" && typeof kept.admission?.token === "string" && typeof kept.admission.room === "string"
    ? { link: kept.link, other: kept.other ?? null, admission: kept.admission }
    : null;
}

export function keepSession(session: Session | null): void {
  write(SESSION, session);
}

function unsent(): Pending[] {
  const kept = read(UNSENT);
  return Array.isArray(kept) ? (kept as Pending[]) : [];
}

/** What was written and not acknowledged outlives a reload. */
export const outbox: OutboxStore = {
  load: (log) => unsent().filter((one) => one.log === log),
  put: (entry) => write(UNSENT, [...unsent().filter((one) => one.id !== entry.id), entry]),
  drop: (id) => {
    const left = unsent().filter((one) => one.id !== id);
    write(UNSENT, left.length ? left : null);
  },
};
