import type { ReactElement, ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps, ProgressBar } from "react-aria-components";
import { cx } from "./cx";
import { Icon } from "./Icon";
import type { IconName } from "./icons";
import { Keys } from "./Keys";

export interface Props extends Omit<ButtonProps, "className" | "children" | "style"> {
  /** One primary a region; `quiet` has no outline; `bad` is for what cannot be undone. */
  look?: "primary" | "outline" | "quiet" | "bad";
  size?: "sm" | "md" | "lg";
  icon?: IconName;
  /** The shortcut that does the same, shown as key caps. */
  keys?: readonly string[];
  /** Icon alone; `label` says what it does. */
  iconOnly?: boolean;
  className?: string;
  children?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  look = "outline",
  size = "sm",
  icon,
  keys,
  iconOnly = false,
  className,
  children,
  ...rest
}: Props): ReactElement {
  return (
    <AriaButton
      {...rest}
      className={cx(
        "btn",
        look !== "outline" && `btn--${look}`,
        size !== "md" && `btn--${size}`,
        iconOnly && "btn--icon",
        className,
      )}
    >
      {icon && <Icon name={icon} size={size === "lg" ? "md" : "sm"} />}
      {children}
      {keys && <Keys keys={keys} />}
      {/* What readers hear while it works; they are told of this element, so it has to be there. */}
      {rest.isPending && <ProgressBar isIndeterminate className="sr" aria-label={working()} />}
    </AriaButton>
  );
}

const working = (): string =>
  document.documentElement.lang.startsWith("de") ? "wird ausgeführt" : "working";
