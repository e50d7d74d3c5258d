import type { ReactElement } from "react";
import { Tooltip, TooltipTrigger } from "react-aria-components";
import { Keys } from "./Keys";

interface Props {
  text: string;
  keys?: readonly string[];
  placement?: "right" | "bottom" | "top";
  children: ReactElement;
}

/** Names an icon for the eye. The control's own label names it for readers. */
export function Tip({ text, keys, placement = "bottom", children }: Props): ReactElement {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <Tooltip className="tip" placement={placement} offset={6}>
        {text}
        {keys && <Keys keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
