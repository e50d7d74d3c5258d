import { describe, expect, it } from "vitest";
import { caps, isSingle, matches, spoken } from "./keys";

const press = (key: string, held: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

describe("shortcuts", () => {
  it("match their keys and nothing more", () => {
    expect(matches("j", press("j"), false)).toBe(true);
    expect(matches("j", press("J"), false)).toBe(true);
    expect(matches("j", press("j", { ctrlKey: true }), false)).toBe(false);
    expect(matches("mod+k", press("k", { ctrlKey: true }), false)).toBe(true);
    expect(matches("mod+k", press("k"), false)).toBe(false);
    expect(matches("mod+k", press("k", { metaKey: true }), true)).toBe(true);
    expect(matches("mod+k", press("k", { ctrlKey: true, altKey: true }), false)).toBe(false);
  });
  it("know which of them would get in the way of writing", () => {
    expect([isSingle("j"), isSingle("?"), isSingle("mod+k"), isSingle("escape")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
  it("are written as on the keyboard, and said as readers expect them", () => {
    expect(caps("mod+enter", { ctrl: "Strg" }, false)).toEqual(["Strg", "↵"]);
    expect(caps("mod+k", { ctrl: "Strg" }, true)).toEqual(["⌘", "K"]);
    expect(spoken("mod+enter", false)).toBe("Control+Enter");
  });
});
