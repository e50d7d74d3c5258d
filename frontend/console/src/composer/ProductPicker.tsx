import { type ReactElement, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { Button } from "../../../common/ui/Button";
import type { Product } from "../api/types";
import type { Conversation } from "../conversation/useConversation";
import { useText } from "../i18n";
import { useLocale } from "../store/session";
import { writesIn } from "../store/streams";
import { ProductList } from "./ProductList";
import { ProductPreview } from "./ProductPreview";

interface Props {
  isOpen: boolean;
  onOpen: () => void;
  onClose: (typed?: string) => void;
  talk: Conversation;
}

/** Choose a product, see the card as the visitor will, send it. */
export function ProductPicker({ isOpen, onOpen, onClose, talk }: Props): ReactElement {
  const words = useText().talk;
  const locale = useLocale();
  const [chosen, setChosen] = useState<Product | null>(null);
  const language = talk.state?.language ?? locale.lang;

  const change = (open: boolean): void => {
    setChosen(null);
    if (open) onOpen();
    else onClose();
  };
  const send = (product: Product): void => {
    if (!talk.stream || !talk.publicLog) return;
    writesIn(talk.id);
    talk.stream.send(talk.publicLog.id, "card.product", { sku: product.sku, language });
    change(false);
  };

  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={change}>
      <Button look="quiet" iconOnly icon="box" aria-label={words.product} />
      <Popover className="pop picker" placement="top start" offset={10}>
        <Dialog aria-label={words.productTitle} className="picker__box finder">
          {chosen ? (
            <ProductPreview product={chosen} onBack={() => setChosen(null)} onSend={() => send(chosen)} />
          ) : (
            <ProductList language={language} onPick={setChosen} />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
