import { useEffect, useState } from "react";
import { useView } from "../model/context";

/** How long the server takes to answer, ms; null while there is no connection. */
export function useLine(): number | null {
  const { status } = useView();
  const [time, setTime] = useState<number | null>(0);
  useEffect(() => {
    let stopped = false;
    const look = async (): Promise<void> => {
      const began = performance.now();
      try {
        await fetch("/healthz", { cache: "no-store" });
        if (!stopped) setTime(Math.round(performance.now() - began));
      } catch {
        if (!stopped) setTime(null);
      }
    };
    void look();
    const timer = setInterval(() => void look(), 5_000);
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, []);
  return status.at === "ready" ? time : null;
}
