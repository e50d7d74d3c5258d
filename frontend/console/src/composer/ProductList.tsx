import { type ReactElement, useState } from "react";
import { AsOf } from "../../../common/ui/AsOf";
import { Icon } from "../../../common/ui/Icon";
import { SearchList } from "../../../common/ui/SearchList";
import * as calls from "../api/calls";
import type { Product } from "../api/types";
import { useLiveWords } from "../conversation/useLiveWords";
import { useText } from "../i18n";
import { Marked } from "../lib/Marked";
import { says } from "../lib/says";
import { useLater } from "../lib/useLater";
import { useResource } from "../store/resource";

interface Props {
  language: string;
  onPick: (product: Product) => void;
}

export function ProductList({ language, onPick }: Props): ReactElement {
  const texts = useText();
  const words = texts.talk;
  const [query, setQuery] = useState("");
  const asked = useLater(query.trim());
  const found = useResource(`products ${language} ${asked}`, (signal) =>
    calls.products(asked, language, signal),
  );
  const [kept, setKept] = useState<Product[]>([]);
  if (found.data && found.data !== kept) setKept(found.data);
  const shown = found.data ?? kept;

  return (
    <SearchList
      label={words.productSearch}
      placeholder={words.productSearch}
      listLabel={words.suggestions}
      query={query}
      onQuery={setQuery}
      empty={found.error ? says(found.error, texts) : found.data ? words.noProducts(query) : ""}
      onPick={(sku) => {
        const product = shown.find((each) => each.sku === sku);
        if (product) onPick(product);
      }}
      groups={[
        {
          id: "products",
          choices: shown.map((product) => ({
            id: product.sku,
            name: product.name,
            show: <ProductRow product={product} part={query} />,
          })),
        },
      ]}
    />
  );
}

function ProductRow({ product, part }: { product: Product; part: string }): ReactElement {
  const texts = useText().talk;
  const live = useLiveWords(product.live);
  return (
    <>
      <Icon name="box" />
      <span className="clip">
        <b>
          <Marked text={product.name} part={part} />
        </b>
        <small className="meta line2 clip">{live.stock || product.teaser}</small>
      </span>
      <span className="picker__price">
        {product.live && <span className="ink">{live.price ?? texts.onRequest}</span>}
        {live.asOf && <AsOf old={product.live?.stale ?? false}>{live.asOf}</AsOf>}
      </span>
    </>
  );
}
