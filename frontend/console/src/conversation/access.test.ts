import { describe, expect, it } from "vitest";
import type { ConversationState } from "../../../common/client";
import { accessOf } from "./useConversation";

const state = (more: Partial<ConversationState>): ConversationState => ({
  conversation: "c",
  state: "active",
  assignee: { id: "keller", name: "Miriam Keller" },
  queue: null,
  typing_preview: false,
  language: "de",
  site: { key: "haldner", name: "Haldner" },
  open: true,
  reopens_at: null,
  ...more,
});

describe("what one can do in a conversation", () => {
  it("is to answer one's own, and only that", () => {
    expect(accessOf(state({}), "keller", true)).toBe("answer");
    expect(accessOf(state({}), "brueckner", true)).toBe("locked");
  });
  it("is to take what waits", () => {
    expect(accessOf(state({ state: "waiting", assignee: null }), "keller", true)).toBe("take");
  });
  it("is to read what is closed, also one's own", () => {
    expect(accessOf(state({ state: "closed" }), "keller", true)).toBe("closed");
  });
  it("is nothing but looking without the right, or before the server said anything", () => {
    expect(accessOf(state({}), "keller", false)).toBe("look");
    expect(accessOf(null, "keller", true)).toBe("look");
  });
});
