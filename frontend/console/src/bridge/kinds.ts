import type { Day } from "../api/bridge";

/** More columns than these would not fit beside both sums; the rest is one column. */
const COLUMNS = 4;

export interface Columns {
  kinds: string[];
  /** Whether there are more kinds, which stand in one column together. */
  rest: boolean;
}

/** The kinds that occurred, the commonest first. */
export function columns(days: readonly Day[]): Columns {
  const sums = new Map<string, number>();
  for (const day of days) {
    for (const [kind, n] of Object.entries(day.kinds)) sums.set(kind, (sums.get(kind) ?? 0) + n);
  }
  const kinds = [...sums].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([kind]) => kind);
  if (kinds.length <= COLUMNS) return { kinds, rest: false };
  return { kinds: kinds.slice(0, COLUMNS - 1), rest: true };
}

export function restOf(day: Day, shown: readonly string[]): number {
  return Object.entries(day.kinds).reduce((sum, [kind, n]) => sum + (shown.includes(kind) ? 0 : n), 0);
}
