import type { ReactElement, ReactNode } from "react";
import { Button } from "../../../common/ui/Button";

interface Props {
  title: string;
  text?: string;
  /** The other system's own words. */
  words?: string;
  action?: { label: string; run: () => void };
  children?: ReactNode;
}

/** A whole area that says what is the matter, what is safe and what to do. */
export function Still({ title, text, words, action, children }: Props): ReactElement {
  return (
    <div className="still">
      <h1 className="title-lg">{title}</h1>
      {text && <p role="status">{text}</p>}
      {words && <code>{words}</code>}
      {action && (
        <Button look="primary" size="md" onPress={action.run}>
          {action.label}
        </Button>
      )}
      {children}
    </div>
  );
}
