import { useSyncExternalStore } from "react";

/** Whether there is room for stage and side panel beside each other. */
export function useWide(): boolean {
  const media = "(min-width: 900px)";
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(media);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => matchMedia(media).matches,
  );
}
