import type { ReactElement } from "react";
import { Icon } from "../../../common/ui/Icon";
import type { DraftSource } from "../api/types";
import { useText } from "../i18n";
import { httpUrl, withAnchor } from "../lib/url";
import { SourceTime } from "./SourceTime";

/** A source at its passage: what it says, how old it is, and the way to the page itself. */
export function SourceDetail({ source }: { source: DraftSource }): ReactElement {
  const texts = useText().draft;
  const url = httpUrl(source.url);
  return (
    <>
      <header className="passage__head">
        <b className="ref">{source.n}</b>
        <strong className="strong">{source.title}</strong>
      </header>
      {source.quote && <blockquote className="passage__quote">{source.quote}</blockquote>}
      <p className="row row--between row--wrap">
        <SourceTime source={source} />
        {url && (
          <a href={withAnchor(url, source.anchor)} target="_blank" rel="noreferrer" className="row row--tight">
            {texts.openPage}
            <Icon name="external" size="sm" />
          </a>
        )}
      </p>
      {source.stale && <p className="meta">{texts.sourceDown}</p>}
    </>
  );
}
