import type { ReactElement } from "react";
import { State } from "../../../common/ui/State";
import type { ConsentView } from "../api/people";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { useLocale } from "../store/session";

/** What the person agreed to, in the words that they read, and when. */
export function Consents({ consents }: { consents: ConsentView[] }): ReactElement {
  const texts = useText().person;
  const locale = useLocale();
  return (
    <section className="sec" aria-label={texts.consents}>
      <div className="sec__head">
        <h3>{texts.consents}</h3>
      </div>
      {consents.length === 0 && <p className="meta">{texts.consentNone}</p>}
      <ul className="stack stack--tight">
        {consents.map((consent) => {
          const given = consent.given && consent.withdrawn_at === null;
          const name = texts.consent[consent.key] ?? consent.text;
          return (
            <li key={consent.key} className="row" title={consent.text}>
              <State tone={given ? "good" : undefined} icon={given ? "check" : "close"} className="clip">
                {given ? name : texts.consentNot(name)}
              </State>
              <span className="meta push">{brief(consent.withdrawn_at ?? consent.at, now(), locale)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
