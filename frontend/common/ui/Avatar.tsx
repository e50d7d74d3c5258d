import type { ReactElement } from "react";
import { cx } from "./cx";
import { initials } from "./initials";

interface Props {
  name: string;
  /** Address of a picture: staff only. Visitors have initials. */
  face?: string | undefined;
  size?: "sm" | "md" | "lg" | "xl";
  presence?: "here" | "away" | undefined;
}

/** Decoration beside a name that is written out; the name itself is not repeated to readers. */
export function Avatar({ name, face, size, presence }: Props): ReactElement {
  return (
    <span
      className={cx("avatar", face && "avatar--face", size && `avatar--${size}`)}
      data-presence={presence}
      data-initials={face ? undefined : initials(name)}
      aria-hidden="true"
    >
      {face && <img className="face" src={face} alt="" />}
    </span>
  );
}
