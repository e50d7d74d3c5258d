import { type RefObject, useSyncExternalStore } from "react";

const listen = (listener: () => void): (() => void) => {
  document.addEventListener("fullscreenchange", listener);
  return () => document.removeEventListener("fullscreenchange", listener);
};

/** Whether an element fills the screen, and how to change that; null where the browser cannot. */
export function useFullScreen(area: RefObject<HTMLElement | null>): { full: boolean; toggle: (() => void) | null } {
  const full = useSyncExternalStore(listen, () => document.fullscreenElement !== null);
  if (!document.fullscreenEnabled) return { full: false, toggle: null };
  return {
    full,
    toggle: () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void area.current?.requestFullscreen().catch(() => undefined);
    },
  };
}
