/** How good a line is: 0 gone, 1 poor, 2 fair, 3 good. As the media process tells the hosts. */
export type Quality = 0 | 1 | 2 | 3;

export interface Sample {
  /** Totals since the connection began. */
  received: number;
  lost: number;
  /** Seconds, or null where the browser does not say. */
  roundTrip: number | null;
  at: number;
}

/** Samples over which loss is counted, ms. */
const WINDOW_MS = 6_000;

export class LineQuality {
  #samples: Sample[] = [];

  take(sample: Sample): Quality {
    const last = this.#samples.at(-1);
    if (last && sample.received < last.received) this.#samples = [];
    this.#samples.push(sample);
    this.#samples = this.#samples.filter((one) => sample.at - one.at <= WINDOW_MS);
    const first = this.#samples[0]!;
    const lost = Math.max(0, sample.lost - first.lost);
    const all = lost + sample.received - first.received;
    return judge(all > 0 ? lost / all : 0, sample.roundTrip ?? 0);
  }

  forget(): void {
    this.#samples = [];
  }
}

export function judge(loss: number, roundTrip: number): Quality {
  if (loss > 0.08 || roundTrip > 0.8) return 1;
  if (loss > 0.02 || roundTrip > 0.3) return 2;
  return 3;
}
