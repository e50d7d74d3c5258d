import type { ReactElement, ReactNode } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Button, type Props as ButtonProps } from "./Button";

export interface Item {
  id: string;
  label: string;
  /** A second line, e.g. a person's presence or why it cannot be done now. */
  hint?: string;
  before?: ReactNode;
  after?: ReactNode;
  isDisabled?: boolean;
  onAction: () => void;
}

interface Props {
  button: ButtonProps;
  label: string;
  items: Item[];
  /** Said instead of an empty menu. */
  empty?: string;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  placement?: "bottom start" | "bottom end" | "top start" | "right bottom";
}

export function MenuButton(props: Props): ReactElement {
  const { button, label, items, empty, isOpen, onOpenChange, placement = "bottom end" } = props;
  return (
    <MenuTrigger
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Button {...button} />
      <Popover className="pop" placement={placement} offset={4}>
        <Menu
          className="menu"
          aria-label={label}
          items={items}
          renderEmptyState={() => <p className="menu__empty">{empty}</p>}
          onAction={(key) => items.find((item) => item.id === key)?.onAction()}
        >
          {(item) => (
            <MenuItem
              id={item.id}
              className="menu__item"
              textValue={item.label}
              isDisabled={item.isDisabled ?? false}
            >
              {item.before}
              <span className="clip">
                {item.label}
                {item.hint && <small className="meta line2 clip">{item.hint}</small>}
              </span>
              {item.after}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
