import { describe, expect, test } from "vitest";
import type { StagePerson } from "../../common/generated/events";
import { columns, layout } from "../src/media/layout";
import { newlyMuted, SlotMap } from "../src/media/slots";
import type { SlotView } from "../src/media/types";

const ANNA = "00000000-0000-4000-8000-00000000000a";
const BERT = "00000000-0000-4000-8000-00000000000b";
const CARL = "00000000-0000-4000-8000-00000000000c";

const slot = (kind: "audio" | "video", n: number, participant: string, source: SlotView["source"], muted = false): SlotView => ({
  kind,
  slot: n,
  participant,
  source,
  muted,
});
const person = (participant: string, extra: Partial<StagePerson> = {}): StagePerson => ({
  participant,
  name: participant.slice(-1),
  role: "speaker",
  ...extra,
});

describe("the slot map", () => {
  test("finds where somebody's source comes, and the screen that is shared", () => {
    const map = new SlotMap([slot("audio", 0, ANNA, "microphone"), slot("video", 2, ANNA, "camera"), slot("video", 0, BERT, "screen")]);
    expect(map.of(ANNA, "camera")?.slot).toBe(2);
    expect(map.of(BERT, "camera")).toBeUndefined();
    expect(map.first("screen")?.participant).toBe(BERT);
  });

  test("packets are expected of others who are heard or seen, not of a screen that stands still", () => {
    expect(new SlotMap([slot("audio", 0, ANNA, "microphone")]).expects(BERT)).toBe(true);
    expect(new SlotMap([slot("audio", 0, ANNA, "microphone")]).expects(ANNA)).toBe(false);
    expect(new SlotMap([slot("audio", 0, ANNA, "microphone", true)]).expects(BERT)).toBe(false);
    expect(new SlotMap([slot("video", 0, ANNA, "screen")]).expects(BERT)).toBe(false);
    expect(new SlotMap().expects(BERT)).toBe(false);
  });

  test("a host's muting is told once, and only of one's own sources", () => {
    const on = new SlotMap([slot("audio", 0, ANNA, "microphone"), slot("audio", 1, BERT, "microphone")]);
    const off = new SlotMap([slot("audio", 0, ANNA, "microphone", true), slot("audio", 1, BERT, "microphone", true)]);
    expect(newlyMuted(on, off, ANNA)).toEqual(["microphone"]);
    expect(newlyMuted(off, off, ANNA)).toEqual([]);
    expect(newlyMuted(off, on, ANNA)).toEqual([]);
  });
});

describe("who stands where", () => {
  const stage = [person(ANNA), person(BERT), person(CARL, { here: false })];

  test("people who are here keep their order; those with a picture come first", () => {
    const slots = new SlotMap([slot("video", 1, BERT, "camera")]);
    const seen = layout({ stage, slots, speaking: [], me: "", myCamera: false });
    expect(seen.tiles.map((tile) => tile.person.participant)).toEqual([BERT, ANNA]);
    expect(seen.screen).toBeNull();
  });

  test("giving somebody the floor moves nobody's picture to another slot", () => {
    const before = new SlotMap([slot("video", 0, ANNA, "camera"), slot("video", 1, BERT, "camera")]);
    const after = new SlotMap([...before.all, slot("video", 2, CARL, "camera")]);
    const tiles = (slots: SlotMap, people: StagePerson[]): (number | undefined)[] =>
      layout({ stage: people, slots, speaking: [], me: "", myCamera: false }).tiles.map((tile) => tile.camera?.slot);
    expect(tiles(before, [person(ANNA), person(BERT)])).toEqual([0, 1]);
    expect(tiles(after, [person(ANNA), person(BERT), person(CARL, { has_floor: true })])).toEqual([0, 1, 2]);
  });

  test("a muted camera shows the face, one's own comes from the device", () => {
    const slots = new SlotMap([slot("video", 0, ANNA, "camera", true), slot("audio", 0, ANNA, "microphone")]);
    const [first, second] = layout({ stage, slots, speaking: [ANNA], me: BERT, myCamera: true }).tiles;
    expect(first).toMatchObject({ mine: true, camera: null });
    expect(second).toMatchObject({ camera: null, heard: true, speaks: true });
  });

  test("a shared screen stands large, with whose it is", () => {
    const slots = new SlotMap([slot("video", 3, ANNA, "screen")]);
    const { screen } = layout({ stage, slots, speaking: [], me: ANNA, myCamera: false });
    expect(screen).toMatchObject({ mine: true, person: { participant: ANNA }, slot: { slot: 3 } });
    const muted = new SlotMap([slot("video", 3, ANNA, "screen", true)]);
    expect(layout({ stage, slots: muted, speaking: [], me: "", myCamera: false }).screen).toBeNull();
  });
});

test("tiles are as large as the area lets them be", () => {
  expect(columns(1, 1600, 900)).toBe(1);
  expect(columns(2, 1600, 900)).toBe(2);
  expect(columns(2, 390, 700)).toBe(1);
  expect(columns(4, 1600, 900)).toBe(2);
  expect(columns(9, 1600, 900)).toBe(3);
  expect(columns(5, 1600, 900)).toBe(3);
});
