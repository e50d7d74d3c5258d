import type { ReactElement } from "react";
import { Icon } from "../../../common/ui/Icon";
import { Plate } from "../../../common/ui/Plate";
import type { ContactDetail, DeliveryView } from "../api/people";
import { useText } from "../i18n";
import { httpUrl } from "../lib/url";
import { OriginFacts } from "../person/OriginFacts";
import { DeliveryState } from "./DeliveryState";
import type { TimelineControl } from "./useTimeline";

interface Props {
  contact: ContactDetail | undefined;
  timeline: TimelineControl;
}

/** What of this person stands in the CRM, and where they came from. */
export function ContactAside({ contact, timeline }: Props): ReactElement {
  const texts = useText().contacts;
  const items = timeline.items ?? [];
  const deliveries = [...(contact?.deliveries ?? []), ...items.flatMap((entry) => entry.deliveries)];
  const n = (state: DeliveryView["state"]): number =>
    deliveries.filter((each) => each.state === state).length;
  const record = contact?.deliveries.map((each) => httpUrl(each.url)).find(Boolean);
  // The first entry is the last of the list: what was learnt with it is where they came from.
  const origin = items.findLast((entry) => Object.values(entry.origin).some(Boolean))?.origin ?? null;

  return (
    <aside className="pane pane--aside" aria-label={texts.aside}>
      <header className="bar">
        <h2>{texts.inCrm}</h2>
        {record && (
          <a className="btn btn--quiet btn--sm push" href={record} target="_blank" rel="noreferrer">
            {texts.openRecord}
            <Icon name="external" size="sm" />
          </a>
        )}
      </header>
      <div className="scroll">
        <section className="sec sec--top">
          {deliveries.length === 0 ? (
            <p className="meta">{texts.noCrm}</p>
          ) : (
            <>
              <Plate
                large
                facts={[
                  { label: texts.plateDelivered, value: n("delivered") },
                  { label: texts.plateWaits, value: n("waiting") },
                  { label: texts.plateTray, value: n("tray") },
                ]}
              />
              <p className="meta">{texts.counted}</p>
              {contact?.deliveries.map((each) => (
                <p className="row row--between" key={each.id}>
                  <span className="clip">
                    {texts.contact} · {each.connection}
                  </span>
                  <DeliveryState delivery={each} />
                </p>
              ))}
            </>
          )}
        </section>
        <OriginFacts origin={origin} />
      </div>
    </aside>
  );
}
