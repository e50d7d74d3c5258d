import type { ReactElement, ReactNode } from "react";

interface Props {
  isSelected: boolean;
  onChange: (selected: boolean) => void;
  children: ReactNode;
}

/** A plain checkbox: nothing that the browser does not do better. */
export function Check({ isSelected, onChange, children }: Props): ReactElement {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={isSelected}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <span>{children}</span>
    </label>
  );
}
