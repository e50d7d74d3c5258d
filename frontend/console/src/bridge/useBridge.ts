import * as api from "../api/bridge";
import { useLooksAgain } from "../lib/useLooksAgain";
import { type Resource, useResource } from "../store/resource";

/** Nothing tells a screen that a delivery went out: it looks again this often, ms. */
export const EVERY_MS = 5_000;

export function useBridge(days: number): Resource<api.Bridge> {
  const bridge = useResource(`bridge ${days}`, (signal) => api.bridge(days, signal));
  useLooksAgain(bridge.reload, EVERY_MS);
  return bridge;
}
