import { useState } from "preact/hooks";
import type { ProductCard } from "../../../common/generated/events";
import { safeUrl } from "../model/links";
import { useAround } from "../ui/hooks";

/** A product with its price as it was when the card was sent, and the time of that. */
export function Product({ body, priceNote }: { body: Partial<ProductCard>; priceNote: string | undefined }) {
  const { visitor, t, f, embedder } = useAround();
  const [broken, setBroken] = useState(false);
  const { live } = body;
  const image = broken ? null : safeUrl(body.image);
  const url = safeUrl(body.url);
  const name = body.name || body.sku || "";
  const priced = live != null && live.price !== null && Number.isFinite(Number(live.price));
  const facts: [string, string][] = [];
  if (live && live.stock != null) {
    facts.push([t.stock, live.stock > 0 ? t.inPlace(f.number(live.stock), live.location ?? "") : t.soldOut]);
  }
  if (live && live.delivery_days != null) facts.push([t.delivery, t.workdays(live.delivery_days, f)]);
  return (
    <article class="card product" aria-label={t.product(name)}>
      <div class={image ? "product__head" : "product__head product__head--bare"}>
        {image && (
          <div class="product__pic">
            <img src={image} alt="" onError={() => setBroken(true)} />
          </div>
        )}
        <div class="product__text">
          <h2>{name}</h2>
          <p class="product__price">{priced ? f.price(live.price!, live.currency) : t.onRequest}</p>
          {live && (
            <p class="row">
              {priced && priceNote && <span class="meta">{priceNote}</span>}
              <span class={live.stale ? "asof asof--old" : "asof"}>{t.asOf(f.moment(live.as_of, visitor.now()))}</span>
            </p>
          )}
          {!live && body.teaser && <p class="meta">{body.teaser}</p>}
        </div>
      </div>
      {facts.length > 0 && (
        <dl class="plate">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {url && (
        <div class="product__foot">
          <a
            class="btn"
            href={url}
            // The same website: its page may change, the chat comes along. Another one: beside it.
            target={embedder && new URL(url).origin === embedder ? "_top" : "_blank"}
            rel="noopener"
          >
            {t.toProduct}
          </a>
        </div>
      )}
    </article>
  );
}
