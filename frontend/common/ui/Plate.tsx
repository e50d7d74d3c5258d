import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx";

export interface Fact {
  label: string;
  value: ReactNode;
}

/** Three to five facts, set like a machine's rating plate. */
export function Plate({ facts, large = false }: { facts: Fact[]; large?: boolean }): ReactElement {
  return (
    <dl className={cx("plate", large && "plate--lg")}>
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
