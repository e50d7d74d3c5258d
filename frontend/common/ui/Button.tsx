import type { ReactElement, ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps, ProgressBar } from "react-aria-components";
import { cx } from "./cx";
import { Icon } from "./Icon";
import type { IconName } from "./icons";
import { Keys } from "./Keys";

export interface Props extends Omit<ButtonProps, "className" | "children" | "style" | "isPending"> {
  /** One primary a region; `quiet` has no outline; `bad` is for what cannot be undone. */
  look?: "primary" | "outline" | "quiet" | "bad";
  size?: "sm" | "md" | "lg";
  icon?: IconName;
  /** The shortcut that does the same, shown as key caps. */
  keys?: readonly string[];
  /** Icon alone; `label` says what it does. */
  iconOnly?: boolean;
  /**
   * What it does is under way: presses do nothing, the focus stays. (The library's own `isPending`
   * speaks of the button by its id after it is gone, when it has done its work.)
   */
  isPending?: boolean;
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
  isPending = false,
  type = "button",
  onPress,
  className,
  children,
  ...rest
}: Props): ReactElement {
  return (
    <AriaButton
      {...rest}
      type={isPending ? "button" : type}
      {...(isPending ? { "data-pending": true } : {})}
      {...(onPress && !isPending ? { onPress } : {})}
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
      {/* What readers hear of it while it works. */}
      {isPending && <ProgressBar isIndeterminate className="sr" aria-label={working()} />}
    </AriaButton>
  );
}

const working = (): string =>
  document.documentElement.lang.startsWith("de") ? "wird ausgeführt" : "working";
