import type { ReactElement } from "react";
import { Avatar } from "../../../common/ui/Avatar";
import type { ContactDetail } from "../api/people";
import * as people from "../api/people";
import type { Conversation } from "../conversation/useConversation";
import { useText } from "../i18n";
import { useMay } from "../store/session";
import { useResource } from "../store/resource";
import { Consents } from "./Consents";
import { Facts } from "./Facts";
import { LeadBox } from "./LeadBox";
import { OriginFacts } from "./OriginFacts";
import { Trace } from "./Trace";

/** The person beside a conversation: known by a form, a CRM or nothing yet. */
export function Person({ talk }: { talk: Conversation }): ReactElement {
  const texts = useText().person;
  const id = talk.detail.data?.contact?.id ?? null;
  const may = useMay("contact.read");
  const entries = talk.publicLog?.entries ?? [];
  // In the key, so that what a form told stands here at once.
  const filled = entries.filter((entry) => entry.kind === "form.submitted").length;
  const told = filled + entries.filter((entry) => entry.kind.startsWith("webinar.")).length;
  const contact = useResource(id && may ? `person ${id} ${filled}` : null, (signal) =>
    people.contact(id ?? "", signal),
  );
  const row = talk.detail.data?.row;
  const person = contact.data;

  return (
    <>
      <section className="sec sec--top">
        <div className="person">
          <Avatar name={person?.name ?? talk.name} size="lg" />
          <div>
            <h2>{person?.name || talk.name}</h2>
            <p className="soft">{subtitle(person, row?.company)}</p>
          </div>
        </div>
        <Tags person={person} language={person?.language || row?.language || ""} />
      </section>
      {person?.lead && <LeadBox lead={person.lead} onDecided={contact.reload} />}
      <Facts person={person} talk={talk} />
      {talk.detail.data && id === null && (
        <section className="sec">
          <p className="meta">
            <b className="strong">{texts.unknown}.</b> {texts.unknownText}
          </p>
        </section>
      )}
      <OriginFacts origin={talk.detail.data?.origin ?? null} />
      {id && may && <Trace contact={id} conversation={talk.id} told={told} />}
      {person && <Consents consents={person.consents} />}
    </>
  );
}

function subtitle(person: ContactDetail | undefined, company = ""): string {
  if (!person) return company;
  return [person.job_title, person.company, person.place].filter(Boolean).join(", ");
}

function Tags({ person, language }: { person: ContactDetail | undefined; language: string }): ReactElement {
  const texts = useText().person;
  return (
    <p className="row row--wrap">
      {person?.customer_since && (
        <span className="tag tag--good">{texts.customerSince(person.customer_since.slice(0, 4))}</span>
      )}
      {language && <span className="tag">{language.toUpperCase()}</span>}
    </p>
  );
}
