import type { ReactElement } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import type { DraftSource } from "../api/types";
import { useText } from "../i18n";
import { SourceDetail } from "./SourceDetail";
import { SourceTime } from "./SourceTime";

/** All sources below the draft, in the order of their numbers. */
export function Sources({ sources }: { sources: DraftSource[] }): ReactElement {
  const texts = useText().draft;
  return (
    <ol className="sources">
      {sources.map((source) => (
        <li key={source.n}>
          <b className="ref" aria-hidden="true">
            {source.n}
          </b>
          <div className="clip">
            <DialogTrigger>
              <Button className="link clip" aria-label={`${texts.source(source.n)}: ${source.title}`}>
                {source.title}
              </Button>
              <Popover className="pop" placement="top start" offset={8}>
                <Dialog className="passage" aria-label={texts.source(source.n)}>
                  <SourceDetail source={source} />
                </Dialog>
              </Popover>
            </DialogTrigger>
            <SourceTime source={source} />
          </div>
        </li>
      ))}
    </ol>
  );
}
