import type { ReactElement, ReactNode } from "react";
import type { Address, ContactDetail } from "../api/people";
import type { Conversation } from "../conversation/useConversation";
import { useText } from "../i18n";
import { now, useNow } from "../lib/clock";
import { brief, duration } from "../lib/format";
import { httpUrl } from "../lib/url";
import { useLocale } from "../store/session";

interface Props {
  person: ContactDetail | undefined;
  talk: Conversation;
}

/** No fact without its source, and no source without a word for it. */
export function Facts({ person, talk }: Props): ReactElement {
  const texts = useText().person;
  const locale = useLocale();
  return (
    <section className="sec" aria-label={texts.facts}>
      <div className="sec__head">
        <h3>{texts.facts}</h3>
        <span className="meta">{texts.withSource}</span>
      </div>
      <dl className="facts">
        {person?.addresses.map((address) => <AddressFact key={address.id} address={address} />)}
        {person?.facts.map((fact) => (
          <Fact
            key={`${fact.label} ${fact.value}`}
            label={fact.label}
            source={[texts.source[fact.source ?? ""] ?? fact.source, fact.at && brief(fact.at, now(), locale)]
              .filter(Boolean)
              .join(" ")}
          >
            {fact.value}
          </Fact>
        ))}
        <LooksAt talk={talk} />
      </dl>
    </section>
  );
}

export function AddressFact({ address }: { address: Address }): ReactElement {
  const texts = useText().person;
  const href = address.kind === "email" ? `mailto:${address.value}` : `tel:${address.value}`;
  return (
    <Fact
      label={address.kind === "email" ? texts.email : texts.phone}
      source={address.verified_at ? texts.verified : (texts.source[address.source] ?? address.source)}
    >
      <a className="quiet" href={href}>
        {address.value}
      </a>
    </Fact>
  );
}

interface FactProps {
  label: string;
  source?: ReactNode;
  children: ReactNode;
}

export function Fact({ label, source, children }: FactProps): ReactElement {
  return (
    <div>
      <dt className="clip">{label}</dt>
      <dd className="clip">{children}</dd>
      {source !== undefined && <dd className="src">{source}</dd>}
    </div>
  );
}

function LooksAt({ talk }: { talk: Conversation }): ReactElement | null {
  const texts = useText().person;
  const { page, visitorOnline } = talk;
  if (!page) return null;
  const url = httpUrl(page.url);
  const title = page.title || page.url;
  return (
    <Fact
      label={visitorOnline ? texts.looksAt : texts.lookedAt}
      source={visitorOnline && <Since at={page.since} />}
    >
      {url ? (
        <a href={url} target="_blank" rel="noreferrer">
          {title}
        </a>
      ) : (
        title
      )}
    </Fact>
  );
}

function Since({ at }: { at: string }): ReactElement {
  const moment = useNow();
  const texts = useText().person;
  return <>{texts.since(duration((moment - Date.parse(at)) / 1000))}</>;
}
