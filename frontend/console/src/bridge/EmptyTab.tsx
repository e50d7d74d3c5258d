import type { ReactElement } from "react";

export function EmptyTab({ title, text }: { title: string; text?: string }): ReactElement {
  return (
    <div className="tab-panel__empty">
      <p className="strong">{title}</p>
      {text && <p className="meta">{text}</p>}
    </div>
  );
}
