import { describe, expect, it } from "vitest";
import { initials } from "../../../common/ui/initials";

describe("initials", () => {
  it("are of the first and the last name", () => {
    expect(initials("Andreas Höfler")).toBe("AH");
    expect(initials("Örtlich Ämter-Übach")).toBe("ÖÜ");
    expect(initials("Joachim von der Heyden")).toBe("JH");
  });
  it("make do with what there is", () => {
    expect([initials("besucher"), initials(""), initials("42 !")]).toEqual(["B", "", ""]);
  });
});
