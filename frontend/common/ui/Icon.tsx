import type { ReactElement } from "react";
import { ICONS, type IconName } from "./icons";

interface Props {
  name: IconName;
  size?: "sm" | "md" | "lg";
}

/** Decoration only: the control around it carries the words. */
export function Icon({ name, size = "md" }: Props): ReactElement {
  return (
    <svg
      className={size === "md" ? "icon" : `icon icon--${size}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      {ICONS[name]}
    </svg>
  );
}
