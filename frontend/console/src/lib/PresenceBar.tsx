import type { ReactElement } from "react";
import { bars, type Stay } from "./stays";

interface Props {
  stays: readonly Stay[];
  start: string;
  end: string;
}

/** When somebody was there, drawn; the words stand beside it. */
export function PresenceBar({ stays, start, end }: Props): ReactElement {
  return (
    <span className="was" aria-hidden="true">
      <svg viewBox="0 0 100 1" preserveAspectRatio="none">
        {bars(stays, start, end).map((bar) => (
          <rect key={bar.x} x={bar.x} y="0" width={Math.max(bar.width, 0.5)} height="1" />
        ))}
      </svg>
    </span>
  );
}
