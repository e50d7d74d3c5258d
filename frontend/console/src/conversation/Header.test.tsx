import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { setLanguage } from "../i18n";
import { session } from "../store/session";
import { Header } from "./Header";
import type { Actions, Doing } from "./useActions";
import type { Conversation } from "./useConversation";

const me = { id: "keller", name: "Miriam Keller", language: "de", time_zone: "Europe/Berlin", grants: [] };
const talk = {
  id: "c",
  name: "Andreas Höfler",
  access: "answer",
  visitorOnline: true,
  state: { state: "active" },
  detail: { data: undefined, error: undefined, slow: false, reload: () => undefined },
} as unknown as Conversation;

const actions = (...doing: Doing[]): Actions => ({
  doing: new Set(doing),
  takenBy: null,
  take: () => undefined,
  handOver: () => undefined,
  release: () => undefined,
  close: () => undefined,
  reopen: () => undefined,
});

let root: Root;

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  setLanguage("de");
  session.set({ is: "in", me: me as never });
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
});

const press = (name: string): void => {
  const found = [...document.querySelectorAll("button")].find((each) => each.textContent?.startsWith(name));
  if (!found) throw new Error(`no button ${name}`);
  act(() => found.click());
};

it("opens the closing dialog also while the answer to the taking is on its way", () => {
  // The line says who has it before the request that took it is answered.
  act(() => root.render(<Header talk={talk} actions={actions("take")} onPerson={() => undefined} />));
  press("Abschließen");
  expect(document.querySelector("[role=dialog]")?.textContent).toContain("Gespräch abschließen");
});

it("does not open it again while it is being closed", () => {
  act(() => root.render(<Header talk={talk} actions={actions("close")} onPerson={() => undefined} />));
  press("Abschließen");
  expect(document.querySelector("[role=dialog]")).toBeNull();
});
