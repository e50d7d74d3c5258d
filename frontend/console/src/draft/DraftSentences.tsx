import { Fragment, type ReactElement } from "react";
import { AsOf } from "../../../common/ui/AsOf";
import { Icon } from "../../../common/ui/Icon";
import type { Draft, DraftSentence, DraftSource } from "../api/types";
import { useText } from "../i18n";
import { time } from "../lib/format";
import { useLocale } from "../store/session";
import { SourceRef } from "./SourceRef";
import { pieces } from "./text";

export function DraftSentences({ draft }: { draft: Draft }): ReactElement {
  return (
    <p className="draft__text">
      {draft.sentences.map((sentence, index) => (
        <Fragment key={index}>
          {sentence.struck ? <Struck sentence={sentence} /> : <Stands sentence={sentence} draft={draft} />}{" "}
        </Fragment>
      ))}
    </p>
  );
}

function Stands({ sentence, draft }: { sentence: DraftSentence; draft: Draft }): ReactElement {
  const cited = draft.sources.filter((source) => sentence.sources.includes(source.n));
  return (
    <>
      {pieces(sentence, draft.sources).map((piece, index) =>
        piece.source ? (
          <LiveFigure key={index} text={piece.text} source={piece.source} />
        ) : (
          <Fragment key={index}>{piece.text}</Fragment>
        ),
      )}
      {cited.map((source) => (
        <SourceRef key={source.n} source={source} />
      ))}
    </>
  );
}

/** A figure that was fetched, on its plate, with its time. */
function LiveFigure({ text, source }: { text: string; source: DraftSource }): ReactElement {
  const texts = useText().draft;
  const locale = useLocale();
  const asOf = source.as_of && <AsOf old={source.stale}>{texts.asOf(time(source.as_of, locale))}</AsOf>;
  if (!text) return <>{asOf}</>;
  return (
    <span className="live">
      {text}
      {asOf}
    </span>
  );
}

/** Not borne by any source: stays readable, with the reason, and is never sent. */
function Struck({ sentence }: { sentence: DraftSentence }): ReactElement {
  const texts = useText().draft;
  return (
    <>
      <span className="sr">{texts.struckLabel} </span>
      <del>{sentence.text}</del>
      {sentence.reason && (
        <span className="struck">
          <Icon name="alert" />
          {sentence.reason}
        </span>
      )}
    </>
  );
}
