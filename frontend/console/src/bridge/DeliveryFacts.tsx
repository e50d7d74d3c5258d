import { type ReactElement, useState } from "react";
import { Button } from "../../../shared/ui/Button";
import { Modal } from "../../../shared/ui/Modal";
import type { DeliveryDetail } from "../api/bridge";
import { useText } from "../i18n";
import { Link } from "../lib/Link";
import { httpUrl } from "../lib/url";
import { Fact } from "../person/Facts";

/** To whom, under which id and version, what is in it, and whether it could be doubled. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryDetail }): ReactElement {
  const texts = useText().bridge;
  const [looking, setLooking] = useState(false);
  const { contact } = delivery;
  const url = httpUrl(delivery.url);
  return (
    <>
      <dl className="facts">
        <Fact label={texts.goesTo}>
          {contact ? (
            <Link href={`/contacts/${contact.id}`}>
              {[contact.name, contact.company].filter(Boolean).join(", ")}
            </Link>
          ) : (
            texts.nobody
          )}
        </Fact>
        <Fact label={texts.mark}>
          <code className="mono" title={delivery.external_id}>
            {texts.markOf(shortId(delivery.external_id), delivery.version)}
          </code>
        </Fact>
        <Fact
          label={texts.content}
          source={
            <Button look="quiet" onPress={() => setLooking(true)}>
              {texts.look}
            </Button>
          }
        >
          {texts.kinds[delivery.kind] ?? delivery.kind}
        </Fact>
        <Fact label={texts.double}>
          <span className="wrap">{doubled(delivery, texts)}</span>
        </Fact>
        {url && (
          <Fact label={texts.record}>
            <a href={url} target="_blank" rel="noreferrer">
              {texts.openRecord}
            </a>
          </Fact>
        )}
      </dl>
      <Modal isOpen={looking} onClose={() => setLooking(false)} title={texts.payload} wide>
        <pre className="mono prewrap">{JSON.stringify(delivery.payload, null, 2)}</pre>
      </Modal>
    </>
  );
}

function doubled(delivery: DeliveryDetail, texts: ReturnType<typeof useText>["bridge"]): string {
  if (delivery.unknown) return texts.unknown;
  if (delivery.delivered_version === 0) return texts.notThere;
  return delivery.delivered_version < delivery.version
    ? texts.older(delivery.delivered_version)
    : texts.there;
}

/** "7f3a…c91e" */
function shortId(id: string): string {
  return id.length > 14 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id;
}
