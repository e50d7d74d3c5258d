import type { ReactElement } from "react";
import { Button, type ButtonProps } from "react-aria-components";
import { Icon } from "../../../common/ui/Icon";
import type { IconName } from "../../../common/ui/icons";

interface Props extends Omit<ButtonProps, "children"> {
  label: string;
  icon: IconName;
}

export function RailButton({ label, icon, ...rest }: Props): ReactElement {
  return (
    <Button {...rest} aria-label={label}>
      <Icon name={icon} />
    </Button>
  );
}
