import type { ReactElement } from "react";
import { AsOf } from "../../../common/ui/AsOf";
import { Icon } from "../../../common/ui/Icon";
import type { LiveFacts } from "../api/types";
import { useText } from "../i18n";
import { httpUrl } from "../lib/url";
import { useLiveWords } from "./useLiveWords";

/** A product with the live figures that were fetched when it was sent, and their time. */
export function ProductCard({ body }: { body: Record<string, unknown> }): ReactElement {
  const text = (name: string): string => (typeof body[name] === "string" ? body[name] : "");
  const live = (body["live"] ?? null) as LiveFacts | null;
  const words = useLiveWords(live);
  const texts = useText().talk;
  const image = httpUrl(text("image"));
  const url = httpUrl(text("url"));
  const name = text("name") || text("sku");
  return (
    <div className="card mini">
      <div className="mini__pic">{image ? <img src={image} alt="" /> : <Icon name="box" />}</div>
      <div className="clip">
        <strong className="strong clip line2">
          {url ? (
            <a href={url} target="_blank" rel="noreferrer">
              {name}
            </a>
          ) : (
            name
          )}
        </strong>
        <p className="meta clip">{words.stock || text("teaser")}</p>
      </div>
      <div className="mini__price">
        <strong className="strong">{live ? (words.price ?? texts.onRequest) : ""}</strong>
        {words.asOf && (
          <p>
            <AsOf old={live?.stale ?? false}>{words.asOf}</AsOf>
          </p>
        )}
      </div>
    </div>
  );
}
