export interface Stay {
  start: string;
  end: string;
}

export interface Bar {
  /** Per cent of the whole. */
  x: number;
  width: number;
}

/** When somebody was there, as parts of the whole from `start` to `end`; what overlaps is one. */
export function bars(stays: readonly Stay[], start: string, end: string): Bar[] {
  const from = Date.parse(start);
  const whole = Date.parse(end) - from;
  if (!(whole > 0)) return [];
  const share = (at: string): number => Math.min(1, Math.max(0, (Date.parse(at) - from) / whole)) * 100;
  const found: Bar[] = [];
  const sorted = stays
    .map((each) => ({ x: share(each.start), end: share(each.end) }))
    .filter((each) => each.end > each.x)
    .sort((a, b) => a.x - b.x);
  for (const { x, end: until } of sorted) {
    const last = found.at(-1);
    if (last && x <= last.x + last.width) last.width = Math.max(last.width, until - last.x);
    else found.push({ x, width: until - x });
  }
  return found;
}
