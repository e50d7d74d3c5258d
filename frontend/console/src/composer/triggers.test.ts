import { describe, expect, it } from "vitest";
import { triggers } from "./triggers";

describe("what opens a list while writing", () => {
  it("is a slash or a hash where a word could begin", () => {
    expect(triggers("/", "", 0)).toBe("prepared");
    expect(triggers("#", "Dazu passt ", 11)).toBe("product");
    expect(triggers("/", "Zeile\n", 6)).toBe("prepared");
  });
  it("is not one inside a word or a figure", () => {
    expect(triggers("/", "1", 1)).toBeNull();
    expect(triggers("#", "C", 1)).toBeNull();
    expect(triggers("a", "", 0)).toBeNull();
  });
});
