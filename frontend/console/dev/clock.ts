/** Moments of the invented data, relative to when the page was loaded. */
const start = Date.now();

/** Seconds ago, as the API writes it. */
export const ago = (seconds: number): string => new Date(start - seconds * 1000).toISOString();
export const minutes = (n: number): string => ago(n * 60);
export const days = (n: number): string => ago(n * 86_400);
