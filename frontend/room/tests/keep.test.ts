import { beforeEach, describe, expect, test } from "vitest";
import { keepSession, keptSession, takeLink } from "../src/model/keep";

const TOKEN = "A".repeat(43);
const session = (link: string) => ({
  link,
  other: null,
  admission: { token: "t", expires_at: "2026-11-27T00:00:00Z", participant: "p", room: "r", name: "Anna", role: "attendee" as const },
});

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/room/");
});

describe("the personal link", () => {
  test("is taken out of the address bar and stays with the tab", () => {
    history.replaceState(null, "", `/room/?lang=de#${TOKEN}`);
    expect(takeLink()).toBe(TOKEN);
    expect(location.hash).toBe("");
    expect(location.search).toBe("?lang=de");
    expect(takeLink()).toBe(TOKEN);
  });

  test("another link ends the session of the one before, the same one does not", () => {
    history.replaceState(null, "", `/room/#${TOKEN}`);
    takeLink();
    keepSession(session(TOKEN));
    history.replaceState(null, "", `/room/#${TOKEN}`);
    takeLink();
    expect(keptSession()?.link).toBe(TOKEN);
    history.replaceState(null, "", `/room/#${"B".repeat(43)}`);
    takeLink();
    expect(keptSession()).toBeNull();
  });

  test("nonsense in the address or in the storage is not a link, and breaks nothing", () => {
    expect(takeLink()).toBeNull();
    history.replaceState(null, "", "/room/#%E0%A4%A");
    expect(takeLink()).toBe("%E0%A4%A");
    sessionStorage.setItem("hub.room.session", "{");
    expect(keptSession()).toBeNull();
    sessionStorage.setItem("hub.room.session", '{"link": 3}');
    expect(keptSession()).toBeNull();
  });
});
