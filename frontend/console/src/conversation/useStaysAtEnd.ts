import { type RefObject, useEffect, useRef } from "react";

/** Whoever was at the end stays there when the area itself changes its height. */
export function useStaysAtEnd(
  area: RefObject<HTMLElement | null>,
  atEnd: boolean,
  scrollToEnd: () => void,
): void {
  const was = useRef(atEnd);
  was.current = atEnd;
  const scroll = useRef(scrollToEnd);
  scroll.current = scrollToEnd;
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (was.current) scroll.current();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [area]);
}
