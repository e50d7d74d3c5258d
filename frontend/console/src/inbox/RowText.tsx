import type { ReactElement, ReactNode } from "react";
import type { Row } from "../api/types";
import { useText } from "../i18n";

interface Props {
  row: Row;
  name: string;
  /** The right end of the first line: a time, or for how long they wait. */
  children: ReactNode;
}

/** The words of a row: who, what was said last, on which page, in which language. */
export function RowText({ row, name, children }: Props): ReactElement {
  const texts = useText().inbox;
  const said = row.preview_by === "staff" ? texts.youWrote(row.preview) : row.preview;
  return (
    <>
      <span className="item__name clip">{name}</span>
      {children}
      <span className="item__text clip">{said}</span>
      {row.unread > 0 && (
        <span className="count count--accent">
          <span className="sr">{texts.unread(row.unread)}</span>
          <span aria-hidden="true">{row.unread}</span>
        </span>
      )}
      <span className="item__meta">
        <span className="clip">{row.page_title || row.company}</span>
        <span className="lang tag">{row.language.toUpperCase()}</span>
      </span>
    </>
  );
}
