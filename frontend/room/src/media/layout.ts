import type { StagePerson } from "../../../common/generated/events";
import type { SlotMap } from "./slots";
import type { SlotView } from "./types";

/** A person's place on the screen. */
export interface Tile {
  person: StagePerson;
  /** Their camera, if it is on. One's own is shown from the device. */
  camera: SlotView | null;
  /** Whether their microphone is on and not muted. */
  heard: boolean;
  speaks: boolean;
  mine: boolean;
}

export interface Layout {
  /** The screen that is shared, or null. */
  screen: { slot: SlotView; person: StagePerson | null; mine: boolean } | null;
  tiles: Tile[];
}

export interface Seen {
  stage: readonly StagePerson[];
  slots: SlotMap;
  speaking: readonly string[];
  me: string;
  /** One's own camera is on: the room's map of it comes a moment later. */
  myCamera: boolean;
}

/**
 * Who stands where. People keep their places; who shows no picture stands behind those who do. Only
 * people who are here are shown.
 */
export function layout({ stage, slots, speaking, me, myCamera }: Seen): Layout {
  const shared = slots.first("screen");
  const tiles = stage
    .filter((person) => person.here !== false)
    .map((person): Tile => {
      const camera = slots.of(person.participant, "camera");
      const microphone = slots.of(person.participant, "microphone");
      const mine = person.participant === me;
      return {
        person,
        camera: camera && !camera.muted ? camera : null,
        heard: microphone !== undefined && !microphone.muted,
        speaks: speaking.includes(person.participant),
        mine,
      };
    });
  const pictured = (tile: Tile): number => (tile.camera || (tile.mine && myCamera) ? 0 : 1);
  return {
    screen: shared
      ? {
          slot: shared,
          person: stage.find((person) => person.participant === shared.participant) ?? null,
          mine: shared.participant === me,
        }
      : null,
    tiles: tiles
      .map((tile, index) => ({ tile, index }))
      .sort((a, b) => pictured(a.tile) - pictured(b.tile) || a.index - b.index)
      .map(({ tile }) => tile),
  };
}

/** Columns for so many tiles of 16:9 in an area, so that each is as large as can be; rather beside each other. */
export function columns(count: number, width: number, height: number): number {
  let best = 1;
  let largest = 0;
  for (let across = 1; across <= Math.max(1, count); across += 1) {
    const down = Math.ceil(count / across);
    const size = Math.min(width / across, (height / down) * (16 / 9));
    if (size >= largest) {
      largest = size;
      best = across;
    }
  }
  return best;
}
