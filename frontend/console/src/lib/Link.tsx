import type { AnchorHTMLAttributes, ReactElement } from "react";
import { go } from "./route";

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
}

/** A real link: opens in a new tab where the browser is asked to, else without loading the page. */
export function Link({ href, onClick, ...rest }: Props): ReactElement {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
        if (event.defaultPrevented || !plain || event.altKey) return;
        event.preventDefault();
        go(href);
      }}
    />
  );
}
