import type { ReactElement } from "react";
import { ToggleButton } from "react-aria-components";
import { cx } from "../../../common/ui/cx";
import { useText } from "../i18n";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { changeMe, useMe } from "../store/session";

/** One's own switch. Being shown as there is this and an open console. */
export function Availability(): ReactElement {
  const { available } = useMe();
  const texts = useText();
  return (
    <ToggleButton
      className="btn btn--quiet btn--sm push switch"
      isSelected={available}
      onChange={(next) => {
        changeMe({ available: next }).catch((error: unknown) => say("bad", says(error, texts)));
      }}
    >
      <span className={cx("dot", available && "dot--good")} aria-hidden="true" />
      {available ? texts.shell.available : texts.shell.unavailable}
    </ToggleButton>
  );
}
