import type { ReactElement } from "react";

/** The firm's mark: the one place for its own colour. */
export function Mark(): ReactElement {
  return (
    <svg viewBox="0 0 28 28" aria-hidden="true" className="mark">
      <rect width="28" height="28" rx="5" fill="var(--brand)" />
      <path d="M9.5 5v12M18.5 5v12M9.5 11h9" stroke="#fff" strokeWidth="2.4" fill="none" />
      <path d="M6 20.2 8 16.5h3l2 3.7zM15 20.2l2-3.7h3l2 3.7z" fill="#fff" />
      <path d="M4.5 22.8h19" stroke="#fff" strokeWidth="1.8" strokeLinecap="round" />
    </svg>
  );
}
