import { useEffect } from "react";
import * as api from "../api/bridge";
import { type Resource, useResource } from "../store/resource";

/** Nothing tells a screen that a delivery went out: it looks again this often, ms. */
const EVERY_MS = 5_000;

export function useLooksAgain(reload: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
}

export function useBridge(days: number): Resource<api.Bridge> {
  const bridge = useResource(`bridge ${days}`, (signal) => api.bridge(days, signal));
  useLooksAgain(bridge.reload);
  return bridge;
}
