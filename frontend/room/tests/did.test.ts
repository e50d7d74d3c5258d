import { beforeAll, describe, expect, test } from "vitest";
import type { RoomPerson, RoomState, StagePerson } from "../../common/generated/events";
import { did, placeOf } from "../src/host/did";
import { loadWords, type Words } from "../src/texts";

const somebody = (more: Partial<RoomPerson> = {}): RoomPerson => ({
  participant: "anna",
  name: "Anna",
  role: "attendee",
  ...more,
});

const room = (state: RoomState["state"], stage: string[] = []): RoomState => ({
  id: "room",
  kind: "webinar",
  title: {},
  language: "de",
  state,
  may_speak: "raised",
  now: "2026-11-26T10:00:00Z",
  stage: stage.map((participant): StagePerson => ({ participant, name: participant, role: "attendee" })),
});

describe("what somebody did", () => {
  let words: Words;
  let english: Words;
  beforeAll(async () => {
    [words, english] = [await loadWords("de"), await loadWords("en")];
  });
  const says = (person: RoomPerson, where: RoomState, w = words): string => did(person, placeOf(person, where), w);

  test("a host who is on the stage does not listen", () => {
    const host = somebody({ role: "host" });
    expect(says(host, room("live", ["anna"]))).toBe("Host, auf der Bühne");
    expect(says(host, room("live", ["anna"]), english)).toBe("host, on the stage");
    expect(says(host, room("open", ["anna"]))).toBe("Host, hinter der Bühne");
  });

  test("who stands on the stage because everybody may speak does not listen either", () => {
    expect(says(somebody(), room("live", ["anna"]))).toBe("auf der Bühne");
    expect(says(somebody(), room("live", ["bert"]))).toBe("hört zu");
    expect(says(somebody({ questions: 2 }), room("live"))).toBe("2 Fragen");
  });

  test("nobody listens before it is live, or after they left", () => {
    expect(says(somebody(), room("open"))).toBe("wartet");
    expect(says(somebody({ here: false, seconds: 60 }), room("live"))).toBe("hörte zu");
    expect(says(somebody({ here: false }), room("live"))).toBe("");
    expect(says(somebody({ role: "speaker", here: false, seconds: 60 }), room("live", ["anna"]))).toBe("hörte zu");
  });
});
