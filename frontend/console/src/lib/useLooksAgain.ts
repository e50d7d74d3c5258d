import { useEffect } from "react";

/** For what no event tells of: reads again every `ms` while the page is looked at. */
export function useLooksAgain(reload: () => void, ms: number): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, ms);
    return () => clearInterval(timer);
  }, [reload, ms]);
}
