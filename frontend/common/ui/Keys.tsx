import type { ReactElement } from "react";

/** A shortcut as key caps. For the eye; `aria-keyshortcuts` on the control tells the reader. */
export function Keys({ keys }: { keys: readonly string[] }): ReactElement {
  return (
    <span className="keys" aria-hidden="true">
      {keys.map((key) => (
        <kbd className="key" key={key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
