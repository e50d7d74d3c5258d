import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { State } from "../../../common/ui/State";
import type { DeliveryDetail } from "../api/bridge";
import * as api from "../api/bridge";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { useLocale, useMay } from "../store/session";
import { useResource } from "../store/resource";
import { DeliveryFacts } from "./DeliveryFacts";

interface Props {
  id: string | null;
  onChanged: () => void;
  onGone: () => void;
}

/** One delivery with everything one needs to decide: the other side's words first. */
export function DeliveryPane({ id, onChanged, onGone }: Props): ReactElement {
  const all = useText();
  const texts = all.bridge;
  const found = useResource(id ? `delivery ${id}` : null, (signal) => api.delivery(id ?? "", signal));
  return (
    <section className="pane pane--right bridge__one" aria-label={found.data?.row.title ?? texts.choose}>
      {!id && <p className="tab-panel__empty meta">{texts.choose}</p>}
      {id && found.error !== undefined && (
        <p className="tab-panel__empty meta" role="alert">
          {says(found.error, all)}
        </p>
      )}
      {id && !found.data && found.error === undefined && <Ghost rows={3} />}
      {found.data && (
        <Detail
          key={found.data.row.id}
          delivery={found.data}
          onChanged={() => {
            found.reload();
            onChanged();
          }}
          onGone={() => {
            onGone();
            onChanged();
          }}
        />
      )}
    </section>
  );
}

interface DetailProps {
  delivery: DeliveryDetail;
  onChanged: () => void;
  onGone: () => void;
}

function Detail({ delivery: detail, onChanged, onGone }: DetailProps): ReactElement {
  const { row: delivery, suggestion } = detail;
  const all = useText();
  const texts = all.bridge;
  const locale = useLocale();
  const retries = useMay("bridge.retry");
  const [busy, setBusy] = useState(false);
  const trayed = delivery.state === "tray";

  const attempt = <T,>(work: Promise<T>, then: (answer: T) => void): void => {
    setBusy(true);
    work
      .then(then)
      .catch((error: unknown) => say("bad", says(error, all)))
      .finally(() => setBusy(false));
  };

  return (
    <>
      <div className="head head--line">
        <h2 className="clip">{delivery.title}</h2>
        {delivery.occurred_at && (
          <span className="meta push">{brief(delivery.occurred_at, now(), locale)}</span>
        )}
      </div>
      <div className="scroll one" tabIndex={0} role="group" aria-label={delivery.title}>
        {delivery.words && (
          <div className={trayed ? "words" : "words words--wait"}>
            <State tone={trayed ? "bad" : "wait"} icon="alert">
              {trayed
                ? texts.refused(brief(delivery.since ?? "", now(), locale), delivery.attempts)
                : delivery.note}
            </State>
            <code>
              {delivery.status > 0 && `${delivery.status} `}
              {delivery.words}
            </code>
          </div>
        )}
        {suggestion && (
          <p className="advice">
            <span>
              <b className="strong">{texts.suggestion}</b> {suggestion}
            </span>
          </p>
        )}
        <DeliveryFacts detail={detail} />
      </div>
      {retries && (delivery.state === "tray" || delivery.state === "waiting") && (
        <footer className="foot">
          <Button
            size="md"
            look="primary"
            icon="refresh"
            isPending={busy}
            onPress={() => attempt(api.retry(delivery.id), onChanged)}
          >
            {texts.retry}
          </Button>
          {trayed && delivery.same > 1 && (
            <Button
              size="md"
              isPending={busy}
              onPress={() =>
                attempt(api.retrySame(delivery.id), ({ freed }) => {
                  say("plain", texts.freed(freed));
                  onChanged();
                })
              }
            >
              {texts.retrySame(delivery.same)}
            </Button>
          )}
          <Button
            size="md"
            look="quiet"
            className="push"
            isPending={busy}
            onPress={() => attempt(api.skip(delivery.id), onGone)}
          >
            {texts.skip}
          </Button>
        </footer>
      )}
    </>
  );
}
