import type { Kind, SlotView, Source } from "./types";

/** The room's slot map: what each receive slot carries now, and where a person's source is. */
export class SlotMap {
  readonly #by = new Map<string, SlotView>();
  readonly all: readonly SlotView[];

  constructor(slots: readonly SlotView[] = []) {
    this.all = slots;
    for (const slot of slots) this.#by.set(`${slot.participant}/${slot.source}`, slot);
  }

  of(participant: string, source: Source): SlotView | undefined {
    return this.#by.get(`${participant}/${source}`);
  }

  /** The first source of this kind that anybody shows: there is one screen at a time. */
  first(source: Source): SlotView | undefined {
    return this.all.find((slot) => slot.source === source && !slot.muted);
  }

  /**
   * Whether packets have to come. A screen that stands still may send nothing for seconds, and
   * nobody is sent what they publish themselves.
   */
  expects(me: string | null): boolean {
    return this.all.some(
      (slot) =>
        !slot.muted && slot.participant !== me && (slot.source === "microphone" || slot.source === "camera"),
    );
  }
}

/** The slots of one's own sources that were muted between two maps: a host did it. */
export function newlyMuted(before: SlotMap, after: SlotMap, me: string): Source[] {
  return after.all
    .filter((slot) => slot.participant === me && slot.muted === true)
    .filter((slot) => before.of(me, slot.source)?.muted !== true)
    .map((slot) => slot.source);
}

export const slotKey = (kind: Kind, slot: number): string => `${kind}:${slot}`;
