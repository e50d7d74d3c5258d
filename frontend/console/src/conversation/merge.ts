import type { Entry, LogSnapshot } from "../../../common/client";

/** An entry and whose eyes its log is for. */
export interface Merged {
  entry: Entry;
  log: LogSnapshot;
}

const at = (entry: Entry): number => Date.parse(entry.at);

/**
 * The entries of several logs as one, by time. Within a log the order of seq is never changed, also
 * where its times are not in order. Where a log has older entries that are not loaded yet, nothing
 * of the others from before its first one is shown: it would stand there as if in between was nothing.
 */
export function merge(logs: readonly LogSnapshot[]): Merged[] {
  const horizon = Math.max(
    -Infinity,
    ...logs.filter((log) => log.hasOlder).map((log) => (log.entries[0] ? at(log.entries[0]) : -Infinity)),
  );
  const queues = logs.map((log) => ({
    log,
    entries: log.hasOlder ? log.entries : log.entries.filter((entry) => at(entry) >= horizon),
    next: 0,
  }));
  const merged: Merged[] = [];
  for (;;) {
    let first: (typeof queues)[number] | undefined;
    for (const queue of queues) {
      const entry = queue.entries[queue.next];
      const best = first?.entries[first.next];
      if (entry && (!best || at(entry) < at(best))) first = queue;
    }
    const entry = first?.entries[first.next];
    if (!first || !entry) return merged;
    merged.push({ entry, log: first.log });
    first.next += 1;
  }
}
