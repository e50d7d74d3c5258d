import { describe, expect, it } from "vitest";
import { holds, scopeOf } from "./scope";

describe("searching in the palette", () => {
  it("is narrowed by its first character", () => {
    expect(scopeOf("über")).toEqual({ scope: "all", words: "über" });
    expect(scopeOf("> über")).toEqual({ scope: "commands", words: "über" });
    expect(scopeOf("@amann")).toEqual({ scope: "contacts", words: "amann" });
    expect(scopeOf("#VH 250")).toEqual({ scope: "products", words: "VH 250" });
    expect(scopeOf("")).toEqual({ scope: "all", words: "" });
  });
  it("finds words in any order, with or without dots", () => {
    expect(holds("Übergeben an …", "uber")).toBe(true);
    expect(holds("Entwurf übernehmen", "nehmen entwurf")).toBe(true);
    expect(holds("Abschließen", "öffnen")).toBe(false);
    expect(holds("Abschließen", "")).toBe(true);
  });
});
