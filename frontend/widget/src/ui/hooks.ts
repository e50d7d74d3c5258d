import { useEffect, useRef, useState } from "preact/hooks";
import { Formats } from "../../../common/i18n";
import type { Lang } from "../../../common/i18n";
import type { Snapshot, ConversationState } from "../../../common/client";
import type { Store } from "../model/store";
import type { ChatStream, Visitor } from "../model/visitor";
import type { Texts } from "../texts";

export interface Surroundings {
  visitor: Visitor;
  lang: Lang;
  t: Texts;
  f: Formats;
  embedder: string;
  zone: string | undefined;
}

let around: Surroundings;

/** What every part of the panel needs. There is one panel in a frame, so it stands here. */
export const useAround = (): Surroundings => around;

/** Formats are made anew only when the site's zone becomes known: building Intl's is slow. */
export function surround(visitor: Visitor, t: Texts, lang: Lang, zone: string | undefined, embedder: string): void {
  if (around?.visitor === visitor && around.zone === zone) return;
  around = { visitor, lang, embedder, t, zone, f: new Formats(lang, zone) };
}

/** Draws again when `get` gives something else. What changes before the effect runs is noticed, too. */
function useWatched<T>(watch: ((listener: () => void) => () => void) | undefined, get: () => T): T {
  const value = get();
  const [, again] = useState(0);
  const drawn = useRef(value);
  drawn.current = value;
  useEffect(() => {
    const look = (): void => {
      if (get() !== drawn.current) again((n) => n + 1);
    };
    look();
    return watch?.(look);
  }, [watch]);
  return value;
}

export const useStore = <T>(store: Store<T>): T => useWatched(store.watch, store.get);

export const useStream = (stream: ChatStream | null): Snapshot<ConversationState> | null =>
  useWatched(stream?.onChange, () => stream?.snapshot() ?? null);

/** The time, once a second (or as told) while `on`. */
export function useNow(now: () => number, on: boolean, everyMs = 1000): number {
  const [, again] = useState(0);
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => again((n) => n + 1), everyMs);
    return () => clearInterval(timer);
  }, [on, everyMs]);
  return now();
}

/** True once `on` has lasted for `ms`: so that a second without a line frightens nobody. */
export function useLasting(on: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!on) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return on && lasting;
}
