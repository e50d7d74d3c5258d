import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Modal } from "../../../common/ui/Modal";
import type { DeliveryDetail } from "../api/bridge";
import { useText } from "../i18n";
import { Link } from "../lib/Link";
import { httpUrl } from "../lib/url";
import { Fact } from "../person/Facts";

/** To whom, under which id and version, what is in it, and whether it could be doubled. */
export function DeliveryFacts({ detail }: { detail: DeliveryDetail }): ReactElement {
  const texts = useText().bridge;
  const [looking, setLooking] = useState(false);
  const { row: delivery } = detail;
  const { contact } = delivery;
  const url = httpUrl(detail.url);
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
          <code className="mono" title={detail.external_id}>
            {texts.markOf(shortId(detail.external_id), delivery.version)}
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
          <span className="wrap">{doubled(detail, texts)}</span>
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
        <pre className="mono prewrap">{JSON.stringify(detail.payload, null, 2)}</pre>
      </Modal>
    </>
  );
}

function doubled({ row, unknown }: DeliveryDetail, texts: ReturnType<typeof useText>["bridge"]): string {
  if (unknown) return texts.unknown;
  if (row.delivered_version === 0) return texts.notThere;
  return row.delivered_version < row.version ? texts.older(row.delivered_version) : texts.there;
}

/** "7f3a…c91e" */
function shortId(id: string): string {
  return id.length > 14 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id;
}
