import * as calls from "../api/calls";
import { ApiError, setCsrf, whenSignedOut } from "../api/http";
import type { Me } from "../api/types";
import { setLanguage } from "../i18n";
import type { Locale } from "../lib/format";
import { go, safeNext } from "../lib/route";
import { createStore, useStore } from "./store";

export type Session =
  | { is: "loading" }
  | { is: "out"; ended: boolean }
  | { is: "in"; me: Me }
  | { is: "unreachable"; error: unknown };

export const session = createStore<Session>({ is: "loading" });

/** Asks who is signed in. Sends whoever isn't to the sign-in screen, and back afterwards. */
export async function loadSession(): Promise<void> {
  try {
    const me = await calls.me();
    setCsrf(me.csrf);
    setLanguage(me.language);
    session.set({ is: "in", me });
  } catch (error) {
    const out = error instanceof ApiError && (error.status === 401 || error.status === 403);
    if (out) leave(false);
    else session.set({ is: "unreachable", error });
  }
}

function leave(ended: boolean): void {
  session.set({ is: "out", ended });
  const here = window.location.pathname + window.location.search;
  if (!here.startsWith("/sign-in")) go(`/sign-in?next=${encodeURIComponent(here)}`, { replace: true });
}

/** After the last step of signing in. */
export async function entered(): Promise<void> {
  const next = new URLSearchParams(window.location.search).get("next") ?? "/";
  await loadSession();
  if (session.get().is !== "in") return;
  const to = safeNext(next);
  // The CMS is another application on the same origin.
  if (to.startsWith("/cms/")) window.location.assign(to);
  else go(to, { replace: true });
}

export async function signOut(): Promise<void> {
  await calls.signOut();
  session.set({ is: "out", ended: false });
  go("/sign-in", { replace: true });
}

export async function changeMe(change: { available?: boolean; language?: string }): Promise<void> {
  const before = session.get();
  if (before.is !== "in") return;
  session.set({ is: "in", me: { ...before.me, ...change } });
  if (change.language) setLanguage(change.language);
  try {
    await calls.changeMe(change);
  } catch (error) {
    session.set(before);
    setLanguage(before.me.language);
    throw error;
  }
}

export function sessionEnded(): void {
  if (session.get().is === "in") leave(true);
}

whenSignedOut(sessionEnded);

/** The person at the desk. Only below the guard, where there is one. */
export function useMe(): Me {
  const state = useStore(session);
  if (state.is !== "in") throw new Error("nobody is signed in");
  return state.me;
}

export function useMay(action: string): boolean {
  return useMe().grants.includes(action);
}

export function useLocale(): Locale {
  const me = useMe();
  return { lang: me.language === "de" ? "de" : "en", timeZone: me.time_zone };
}
