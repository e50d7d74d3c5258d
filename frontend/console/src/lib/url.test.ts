import { describe, expect, it } from "vitest";
import { httpUrl, withAnchor } from "./url";

describe("addresses that others gave", () => {
  it("become links only when a browser would fetch them", () => {
    expect(httpUrl("https://haldner.example/vh-250")).toBe("https://haldner.example/vh-250");
    expect(httpUrl("/static/faces/keller.svg")).toBe("/static/faces/keller.svg");
  });
  it("never become a script, a file or another host in disguise", () => {
    for (const bad of ["javascript:alert(1)", "data:text/html,x", "//evil.example", "file:///etc", "x", "", null]) {
      expect(httpUrl(bad)).toBeUndefined();
    }
  });
  it("open where the passage stands, unless they say so already", () => {
    expect(withAnchor("https://a.example/x", "strom")).toBe("https://a.example/x#strom");
    expect(withAnchor("https://a.example/x#y", "strom")).toBe("https://a.example/x#y");
    expect(withAnchor("https://a.example/x", "")).toBe("https://a.example/x");
  });
});
