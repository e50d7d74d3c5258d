import { type ReactElement, useEffect, useRef, useState } from "react";
import type { LogSnapshot } from "../../../common/client";
import { isSaid } from "./items";

/**
 * Reads out what others say, politely, as it comes. The list itself is silent: scrolling in it puts
 * old messages into the page, and those must not be read out as if they were new.
 */
export function Announcer({ log }: { log: LogSnapshot | undefined }): ReactElement {
  const [lines, setLines] = useState<{ id: string; text: string }[]>([]);
  const last = useRef<number | null>(null);

  useEffect(() => {
    if (!log) return;
    const end = log.entries.at(-1)?.seq ?? 0;
    const from = last.current;
    last.current = Math.max(end, from ?? 0);
    if (from === null) return;
    const fresh = log.entries.filter(
      (entry) => entry.seq > from && entry.by !== log.me && isSaid(entry),
    );
    if (fresh.length === 0) return;
    const said = fresh.map((entry) => ({
      id: entry.id,
      text: `${log.participants.get(entry.by)?.name ?? ""}: ${entry.text ?? String(entry.body["text"] ?? "")}`,
    }));
    setLines((before) => [...before, ...said].slice(-5));
  }, [log]);

  return (
    <div className="sr" role="log" aria-live="polite">
      {lines.map((line) => (
        <p key={line.id}>{line.text}</p>
      ))}
    </div>
  );
}
