import type { ReactElement } from "react";
import {
  Collection,
  GridList,
  GridListItem,
  GridListLoadMoreItem,
  ListLayout,
  Virtualizer,
} from "react-aria-components";
import { Avatar } from "../../../common/ui/Avatar";
import { State } from "../../../common/ui/State";
import type { ContactRow } from "../api/people";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { says } from "../lib/says";
import { useMedia } from "../lib/useMedia";
import { Still } from "../shell/Still";
import { useLocale } from "../store/session";
import type { Pages } from "./usePages";

interface Props {
  pages: Pages;
  query: string;
  filtered: boolean;
  onClear: () => void;
}

const ROW = 48;
const ROW_PHONE = 64;

/** Only what is visible is in the page; arrow keys move, Enter opens. */
export function ContactList({ pages, query, filtered, onClear }: Props): ReactElement {
  const all = useText();
  const texts = all.contacts;
  const narrow = useMedia("(max-width: 640px)");

  if (pages.error && pages.rows.length === 0) {
    return (
      <Still
        title={texts.title}
        text={says(pages.error, all)}
        action={{ label: all.shell.retry, run: pages.reload }}
      />
    );
  }
  if (pages.total === null) return <Ghost rows={8} />;
  if (pages.rows.length === 0) {
    return query || filtered ? (
      <Still
        title={query ? texts.noHits(query) : texts.none}
        text={texts.noHitsText}
        action={{ label: texts.clear, run: onClear }}
      />
    ) : (
      <Still title={texts.none} text={texts.noneText} />
    );
  }
  return (
    <>
      <div className="people__head" aria-hidden="true">
        <span>{texts.name}</span>
        <span>{texts.address}</span>
        <span>{texts.place}</span>
        <span>{texts.lead}</span>
        <span className="people__n">{texts.entries}</span>
        <span className="people__n">{texts.last}</span>
      </div>
      <Virtualizer key={narrow ? "narrow" : "wide"} layout={ListLayout} layoutOptions={{ rowHeight: narrow ? ROW_PHONE : ROW }}>
        <GridList className="people" aria-label={texts.list} selectionMode="none">
          <Collection items={pages.rows}>{(row) => <Row row={row} />}</Collection>
          <GridListLoadMoreItem onLoadMore={pages.more} isLoading={pages.loading}>
            <p className="meta">{all.shell.loading}</p>
          </GridListLoadMoreItem>
        </GridList>
      </Virtualizer>
    </>
  );
}

function Row({ row }: { row: ContactRow }): ReactElement {
  const texts = useText().contacts;
  const locale = useLocale();
  const name = row.name || row.email || texts.unnamed;
  return (
    <GridListItem id={row.id} textValue={name} href={`/contacts/${row.id}`} className="people__row">
      <span className="people__who">
        <Avatar name={row.name || row.company || "?"} />
        <span className="clip">
          <b className="strong clip line2">{name}</b>
          <span className="meta clip line2">{row.company}</span>
        </span>
      </span>
      <span className="clip soft">{row.email || row.phone}</span>
      <span className="clip soft">{row.place}</span>
      <span>{row.lead && <Lead state={row.lead} />}</span>
      <span className="people__n meta">{row.entries}</span>
      <span className="people__n meta">{row.last_at && brief(row.last_at, now(), locale)}</span>
    </GridListItem>
  );
}

function Lead({ state }: { state: "new" | "approved" | "rejected" }): ReactElement {
  const words = useText().contacts.stateOf;
  if (state === "new") {
    return (
      <State tone="wait" icon="clock">
        {words.new}
      </State>
    );
  }
  return state === "approved" ? (
    <State tone="good" icon="check">
      {words.approved}
    </State>
  ) : (
    <State icon="close">{words.rejected}</State>
  );
}
