import { useEffect } from "react";
import { onTopic, useStatus } from "../store/hub";

/** Reads again when a meeting was planned, changed, began or ended, and when the line is back. */
export function useMeetingNews(reload: () => void): void {
  const ready = useStatus().at === "ready";
  useEffect(
    () =>
      onTopic("inbox", (event) => {
        if (event.kind === "meetings") reload();
      }),
    [reload],
  );
  useEffect(() => {
    if (ready) reload();
  }, [ready, reload]);
}
