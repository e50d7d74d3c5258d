const FIRST_MS = 500;
const LAST_MS = 15_000;

/**
 * Milliseconds to wait before try number `attempt` (from 0): 0.5 s doubling to 15 s, of which half
 * is left to chance, so that a thousand clients of a restarted server don't come at once.
 */
export function backoff(attempt: number, random: number): number {
  const full = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full / 2 + (full / 2) * random);
}
