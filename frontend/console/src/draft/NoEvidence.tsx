import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import { useText } from "../i18n";
import type { DraftControl } from "./useDraft";

/** Never an empty draft box: the content says nothing, and that is worth noting. */
export function NoEvidence({ draft, noted }: { draft: DraftControl; noted: boolean }): ReactElement {
  const words = useText().draft;
  return (
    <section className="draft draft--quiet" aria-label={words.region}>
      <div className="draft__line">
        <Icon name="idea" size="sm" />
        <p className="draft__none">
          <b className="strong">{words.none}</b>
          <span className="meta line2">{words.noneText}</span>
        </p>
        {noted ? (
          <span className="state state--good" role="status">
            <Icon name="check" />
            {words.noted}
          </span>
        ) : (
          <Button onPress={draft.noteGap}>{words.note}</Button>
        )}
        <Button look="quiet" keys={["Esc"]} onPress={draft.dismiss}>
          {words.dismiss}
        </Button>
      </div>
    </section>
  );
}
