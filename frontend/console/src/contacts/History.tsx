import { Fragment, type ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import { Segments } from "../../../common/ui/Segments";
import type { ContactDetail } from "../api/people";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { now } from "../lib/clock";
import { says } from "../lib/says";
import { Still } from "../shell/Still";
import { HistoryEntry } from "./HistoryEntry";
import type { TimelineControl } from "./useTimeline";

interface Props {
  contact: ContactDetail | undefined;
  timeline: TimelineControl;
  kind: string;
  onKind: (kind: string) => void;
}

/** What is older than this stands below a line, ms. */
const GAP_MS = 30 * 86_400_000;
/** More kinds than these would not fit into the head. */
const KINDS = 4;

export function History({ contact, timeline, kind, onKind }: Props): ReactElement {
  const all = useText();
  const texts = all.contacts;
  const counts = Object.entries(contact?.counts ?? {}).sort((a, b) => b[1] - a[1]);
  const total = counts.reduce((sum, [, n]) => sum + n, 0);
  const { items } = timeline;
  const longAgo = items?.findIndex((entry) => now() - Date.parse(entry.occurred_at) > GAP_MS);

  return (
    <section className="pane pane--history" aria-label={texts.history}>
      <header className="bar">
        <h2>{texts.history}</h2>
        <span className="count">{total}</span>
        {counts.length > 1 && (
          <span className="push">
            <Segments
              label={texts.show}
              value={kind || "all"}
              options={[
                { id: "all", label: texts.everything },
                ...counts.slice(0, KINDS).map(([id]) => ({ id, label: texts.kinds[id] ?? id })),
              ]}
              onChange={(next) => onKind(next === "all" ? "" : next)}
            />
          </span>
        )}
        {contact && (
          <a
            className={counts.length > 1 ? "btn btn--sm btn--icon" : "btn btn--sm btn--icon push"}
            href={`/api/v1/contacts/${contact.id}/vcard`}
            download
            aria-label={texts.vcard}
          >
            <Icon name="download" size="sm" />
          </a>
        )}
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={texts.history}>
        {items === null && timeline.error === null && <Ghost rows={5} />}
        {items === null && timeline.error !== null && (
          <Still
            title={texts.history}
            text={says(timeline.error, all)}
            action={{ label: all.shell.retry, run: timeline.reload }}
          />
        )}
        {items?.length === 0 && <Still title={texts.emptyHistory} text={texts.emptyHistoryText} />}
        {items && items.length > 0 && (
          <div className="history">
            {items.map((entry, index) => {
              const gap = index > 0 && index === longAgo;
              return (
                <Fragment key={entry.id}>
                  {gap && <p className="measure">{texts.before}</p>}
                  <HistoryEntry entry={entry} />
                </Fragment>
              );
            })}
            {timeline.hasMore && (
              <Button className="history__more" isPending={timeline.loading} onPress={timeline.more}>
                {texts.older}
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
