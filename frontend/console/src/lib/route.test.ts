import { describe, expect, it } from "vitest";
import { parse, safeNext } from "./route";

describe("addresses", () => {
  it("name a screen", () => {
    expect(parse("/")).toEqual({ at: "inbox" });
    expect(parse("/conversations/7f3a")).toEqual({ at: "conversation", id: "7f3a" });
    expect(parse("/contacts/c1")).toEqual({ at: "contact", id: "c1" });
    expect(parse("/webinars")).toEqual({ at: "webinars" });
    expect(parse("/webinars/plan")).toEqual({ at: "webinar-form", id: null });
    expect(parse("/webinars/w1")).toEqual({ at: "webinar", id: "w1" });
    expect(parse("/webinars/w1/edit")).toEqual({ at: "webinar-form", id: "w1" });
    expect(parse("/rooms/r1")).toEqual({ at: "room", id: "r1" });
    expect(parse("/rooms")).toEqual({ at: "webinars" });
    expect(parse("/nowhere")).toEqual({ at: "inbox" });
  });
  it("return after signing in, but never to another site", () => {
    expect(safeNext("/conversations/7f3a?x=1")).toBe("/conversations/7f3a?x=1");
    expect(safeNext("//evil.example/")).toBe("/");
    expect(safeNext("https://evil.example/")).toBe("/");
    expect(safeNext("/\\evil.example")).toBe("/");
    expect(safeNext("/\t/evil.example")).toBe("/");
    expect(safeNext("/sign-in?next=/sign-in")).toBe("/");
  });
});
