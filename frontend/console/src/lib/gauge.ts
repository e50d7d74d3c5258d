/** How much of the promised time somebody has waited. */
export interface Gauge {
  /** Whole seconds since they began to wait; never negative. */
  waited: number;
  /** 0 to 1. */
  share: number;
  /** Past what was promised. */
  over: boolean;
}

export function gauge(since: number, now: number, promise: number): Gauge {
  const waited = Math.max(0, Math.floor((now - since) / 1000));
  const share = promise > 0 ? Math.min(1, waited / promise) : 1;
  return { waited, share, over: waited > promise };
}
