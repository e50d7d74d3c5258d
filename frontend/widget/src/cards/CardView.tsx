import { Form } from "./Form";
import type { FormBody } from "./Form";
import { Meeting } from "./Meeting";
import { Product } from "./Product";
import { Rating } from "./Rating";
import { Transcript } from "./Transcript";
import { Webinar } from "./Webinar";
import { answered, calledOff, ended, outcome, starsGiven } from "./done";
import type { LogSnapshot } from "../../../common/client";
import type { SiteInfo } from "../model/api";
import type { Card } from "../model/timeline";

interface CardProps {
  card: Card;
  log: Pick<LogSnapshot, "id" | "entries">;
  texts: SiteInfo["texts"] | undefined;
}

export function CardView({ card, log, texts }: CardProps) {
  const { kind, seq, body } = card;
  const { id, entries } = log;
  switch (kind) {
    case "card.product":
      return <Product body={body} priceNote={texts?.price_note} />;
    case "card.form":
      return (
        <Form
          log={id}
          seq={seq}
          body={body as FormBody}
          submitted={answered(entries, "form.submitted", seq)}
          privacyUrl={texts?.privacy_url}
        />
      );
    case "card.rating":
      return <Rating log={id} seq={seq} given={starsGiven(entries)} />;
    case "card.transcript":
      return <Transcript log={id} seq={seq} />;
    case "card.webinar":
      return <Webinar log={id} seq={seq} body={body} outcome={outcome(entries, body.webinar)} />;
    case "card.meeting":
      return (
        <Meeting
          log={id}
          seq={seq}
          body={body}
          over={ended(entries, body.room)}
          cancelled={calledOff(entries, body.room)}
        />
      );
    default:
      return <p class="card done">{card.text}</p>;
  }
}
