import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx";

/** The time that a live figure carries. `old`: its source is down, so the dot is hollow. */
export function AsOf({ old = false, children }: { old?: boolean; children: ReactNode }): ReactElement {
  return <span className={cx("asof", old && "asof--old")}>{children}</span>;
}
