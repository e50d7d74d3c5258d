import type { ReactElement } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import type { DraftSource } from "../api/types";
import { useText } from "../i18n";
import { SourceDetail } from "./SourceDetail";

/** The small number after a sentence: opens the passage that bears it. */
export function SourceRef({ source }: { source: DraftSource }): ReactElement {
  const texts = useText().draft;
  return (
    <DialogTrigger>
      <Button className="ref" aria-label={`${texts.source(source.n)}: ${source.title}`}>
        {source.n}
      </Button>
      <Popover className="pop" placement="top" offset={6}>
        <Dialog className="passage" aria-label={texts.source(source.n)}>
          <SourceDetail source={source} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
