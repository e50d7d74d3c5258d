import type { ReactElement } from "react";
import { useWords } from "../texts";
import { Stage } from "../ui/Stage";

/** What everybody sees, small. */
export function Preview(): ReactElement {
  const { t } = useWords();
  return (
    <div className="preview__stage" role="group" aria-label={t.host.preview}>
      <Stage />
    </div>
  );
}
