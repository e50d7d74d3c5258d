import { Form } from "./Form";
import type { FormBody } from "./Form";
import { Product } from "./Product";
import { Rating } from "./Rating";
import { Transcript } from "./Transcript";
import type { SiteInfo } from "../model/api";
import type { Card } from "../model/timeline";

interface CardProps {
  card: Card;
  log: string;
  texts: SiteInfo["texts"] | undefined;
}

export function CardView({ card, log, texts }: CardProps) {
  const { seq, body, done } = card;
  switch (card.type) {
    case "product":
      return <Product body={body} priceNote={texts?.price_note} />;
    case "form":
      return <Form log={log} seq={seq} body={body as FormBody} submitted={done !== null} privacyUrl={texts?.privacy_url} />;
    case "rating":
      return <Rating log={log} seq={seq} given={done} />;
    case "transcript":
      return <Transcript log={log} seq={seq} />;
  }
}
