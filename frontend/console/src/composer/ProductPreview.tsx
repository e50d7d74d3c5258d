import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import type { Product } from "../api/types";
import { ProductCard } from "../conversation/ProductCard";
import { useText } from "../i18n";

interface Props {
  product: Product;
  onBack: () => void;
  onSend: () => void;
}

export function ProductPreview({ product, onBack, onSend }: Props): ReactElement {
  const texts = useText();
  return (
    <div className="picker__preview">
      <ProductCard body={{ ...product }} />
      <p className="meta">{texts.talk.productFresh}</p>
      <div className="row">
        <Button look="quiet" icon="left" onPress={onBack}>
          {texts.shell.back}
        </Button>
        <Button look="primary" className="push" keys={["↵"]} onPress={onSend} autoFocus>
          {texts.talk.productSend}
        </Button>
      </div>
    </div>
  );
}
