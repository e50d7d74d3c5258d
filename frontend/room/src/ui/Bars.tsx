import type { ReactElement } from "react";

/** A line's quality as three bars; the words stand beside it or in its title. */
export function Bars({ quality, title }: { quality: number; title?: string }): ReactElement {
  return (
    <span className="bars" data-q={quality} {...(title ? { role: "img", "aria-label": title, title } : { "aria-hidden": true })}>
      <i />
      <i />
      <i />
    </span>
  );
}
