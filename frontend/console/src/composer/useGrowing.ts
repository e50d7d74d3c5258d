import { type RefObject, useLayoutEffect } from "react";

/** Taller than this it scrolls, px. */
const TALLEST = 200;

/** A text field that grows with its text. */
export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.setProperty("height", "auto");
    area.style.setProperty("height", `${Math.min(TALLEST, area.scrollHeight)}px`);
  }, [field, text]);
}
