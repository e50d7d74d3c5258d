import type { ReactElement } from "react";
import type { Origin } from "../api/types";
import { useText } from "../i18n";
import { Fact } from "./Facts";

/** Where somebody came from, kept with their first conversation. */
export function OriginFacts({ origin }: { origin: Origin | null }): ReactElement | null {
  const texts = useText().person;
  if (!origin || Object.values(origin).every((value) => !value)) return null;
  return (
    <section className="sec" aria-label={texts.origin}>
      <div className="sec__head">
        <h3>{texts.origin}</h3>
      </div>
      <dl className="facts facts--wide">
        <Fact label={texts.referrer}>{shorten(origin.referrer) || texts.direct}</Fact>
        {origin.campaign && <Fact label={texts.campaign}>{origin.campaign}</Fact>}
        {origin.landing_page && <Fact label={texts.landing}>{shorten(origin.landing_page)}</Fact>}
        {origin.page_title && <Fact label={texts.firstPage}>{origin.page_title}</Fact>}
      </dl>
    </section>
  );
}

/** An address as one reads it: without scheme, www and query. */
function shorten(url: string | undefined): string {
  if (!url) return "";
  try {
    const { hostname, pathname } = new URL(url);
    return `${hostname.replace(/^www\./u, "")}${pathname === "/" ? "" : pathname}`;
  } catch {
    return url;
  }
}
