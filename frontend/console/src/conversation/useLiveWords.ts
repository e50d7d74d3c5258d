import type { LiveFacts } from "../api/types";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { brief, count, dayKey, money, time } from "../lib/format";
import { useLocale } from "../store/session";

interface LiveWords {
  /** Undefined: it is not known, or too old to be said. */
  price: string | undefined;
  stock: string;
  asOf: string;
}

/** Live figures in words: "3 in Ehingen · 4 Werktage", "Stand 14:32". */
export function useLiveWords(live: LiveFacts | null): LiveWords {
  const texts = useText().talk;
  const locale = useLocale();
  if (!live) return { price: undefined, stock: "", asOf: "" };
  const parts: string[] = [];
  if (live.stock !== null && live.stock !== undefined) {
    parts.push(live.stock > 0 ? texts.stock(count(live.stock, locale), live.location ?? "") : texts.noStock);
  }
  if (live.delivery_days !== null && live.delivery_days !== undefined) {
    parts.push(texts.deliveryDays(live.delivery_days));
  }
  const today = live.as_of !== null && dayKey(live.as_of, locale) === dayKey(now(), locale);
  const said = live.as_of
    ? today
      ? time(live.as_of, locale)
      : `${brief(live.as_of, now(), locale)} ${time(live.as_of, locale)}`
    : "";
  return {
    price: live.price ? money(String(live.price), live.currency, locale) : undefined,
    stock: parts.join(" · "),
    asOf: said ? texts.asOf(said) : "",
  };
}
