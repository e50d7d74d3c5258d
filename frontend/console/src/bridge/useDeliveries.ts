import { useCallback, useState } from "react";
import type { DeliveryPhase, DeliveryRow } from "../api/bridge";
import * as api from "../api/bridge";
import { useLooksAgain } from "../lib/useLooksAgain";
import { useResource } from "../store/resource";
import { EVERY_MS } from "./useBridge";

export interface Deliveries {
  rows: DeliveryRow[] | null;
  error: unknown;
  hasMore: boolean;
  more: () => void;
  reload: () => void;
}

/** All pages up to the one that was asked for, read anew each time: what was done has moved on. */
export function useDeliveries(state: DeliveryPhase): Deliveries {
  const [pages, setPages] = useState(1);
  const found = useResource(`deliveries ${state} ${pages}`, async (signal) => {
    const read = Array.from({ length: pages }, (_, index) => api.deliveries(state, index + 1, signal));
    return Promise.all(read);
  });
  const [kept, setKept] = useState<api.DeliveryPage[]>();
  if (found.data && found.data !== kept) setKept(found.data);
  useLooksAgain(found.reload, EVERY_MS);

  const data = found.data ?? kept;
  const seen = new Set<string>();
  const rows = data?.flatMap((page) => page.items).filter((row) => !seen.has(row.id) && seen.add(row.id));
  return {
    rows: rows ?? null,
    error: found.error,
    hasMore: (data?.[0]?.pages ?? 1) > pages,
    more: useCallback(() => setPages((before) => before + 1), []),
    reload: found.reload,
  };
}
