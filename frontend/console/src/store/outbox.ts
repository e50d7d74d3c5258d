import type { OutboxStore, Pending } from "../../../common/client";

/** What was written and not acknowledged outlives a reload of the tab, and no longer than the tab. */
const KEY = "hub.unsent";

function read(): Pending[] {
  try {
    const found: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? (found as Pending[]) : [];
  } catch {
    return [];
  }
}

function write(entries: Pending[]): void {
  try {
    if (entries.length === 0) window.sessionStorage.removeItem(KEY);
    else window.sessionStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // Storage is full or switched off: the page still holds them.
  }
}

export const outbox: OutboxStore = {
  load: (log) => read().filter((entry) => entry.log === log),
  put: (entry) => {
    write([...read().filter((each) => each.id !== entry.id), entry]);
  },
  drop: (id) => {
    write(read().filter((entry) => entry.id !== id));
  },
};

export function forgetUnsent(): void {
  write([]);
}
