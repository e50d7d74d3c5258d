import { type ReactElement, useEffect, useState } from "react";
import { useText } from "../i18n";

/** Rows as outlines while they load. Nothing at all in the first 300 ms. */
export function Ghost({ rows }: { rows: number }): ReactElement | null {
  const [late, setLate] = useState(false);
  const texts = useText().shell;
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div role="status">
      <span className="sr">{texts.loading}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div className="ghost" key={index} aria-hidden="true">
          <i />
          <i />
          <i />
        </div>
      ))}
    </div>
  );
}
