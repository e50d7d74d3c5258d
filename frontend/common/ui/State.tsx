import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx";
import { Icon } from "./Icon";
import type { IconName } from "./icons";

interface Props {
  tone?: "good" | "wait" | "bad" | undefined;
  /** An icon, or a dot when there is none: a state is never colour alone. */
  icon?: IconName;
  dot?: boolean;
  className?: string;
  children: ReactNode;
}

export function State({ tone, icon, dot = false, className, children }: Props): ReactElement {
  return (
    <span className={cx("state", tone && `state--${tone}`, className)}>
      {icon && <Icon name={icon} />}
      {dot && <span className={cx("dot", tone && `dot--${tone}`)} aria-hidden="true" />}
      {children}
    </span>
  );
}
