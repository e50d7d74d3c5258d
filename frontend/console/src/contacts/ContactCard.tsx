import { type ReactElement, useState } from "react";
import { Avatar } from "../../../common/ui/Avatar";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import type { ContactDetail } from "../api/people";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { brief, date } from "../lib/format";
import { Link } from "../lib/Link";
import { Consents } from "../person/Consents";
import { Fact } from "../person/Facts";
import { LeadBox } from "../person/LeadBox";
import { useLocale, useMay } from "../store/session";
import { Addresses } from "./Addresses";
import { EditDialog } from "./EditDialog";
import { Proposals } from "./Proposals";

interface Props {
  contact: ContactDetail;
  onChanged: () => void;
}

/** Who it is: details with their source, addresses, consents, and whether two might be one. */
export function ContactCard({ contact, onChanged }: Props): ReactElement {
  const all = useText();
  const texts = all.contacts;
  const locale = useLocale();
  const edits = useMay("contact.edit");
  const [editing, setEditing] = useState(false);
  const subtitle = [contact.job_title, contact.company].filter(Boolean).join(", ");

  return (
    <aside className="pane pane--card" aria-label={all.person.region}>
      <header className="bar">
        <Link className="btn btn--quiet btn--icon btn--sm btn--lead" href="/contacts" aria-label={texts.back}>
          <Icon name="left" size="sm" />
        </Link>
        <h1>{texts.contact}</h1>
      </header>
      <div className="scroll">
        <section className="sec sec--top">
          <Avatar name={contact.name || contact.company || "?"} size="xl" />
          <div>
            <h2 className="title-lg">{contact.name || texts.unnamed}</h2>
            <p className="soft">{subtitle}</p>
          </div>
          <p className="row row--wrap">
            {contact.customer_since && (
              <span className="tag tag--good">
                {all.person.customerSince(contact.customer_since.slice(0, 4))}
              </span>
            )}
            {contact.language && <span className="tag">{contact.language.toUpperCase()}</span>}
          </p>
        </section>
        {contact.lead && <LeadBox lead={contact.lead} onDecided={onChanged} />}
        {edits && contact.proposals.length > 0 && (
          <section className="sec" aria-label={texts.proposalsTitle}>
            <div className="sec__head">
              <h3>{texts.proposalsTitle}</h3>
            </div>
            <Proposals proposals={contact.proposals} here={contact.id} onDecided={onChanged} />
          </section>
        )}
        <section className="sec" aria-label={texts.details}>
          <div className="sec__head">
            <h3>{texts.details}</h3>
            {edits && (
              <Button look="quiet" onPress={() => setEditing(true)}>
                {texts.edit}
              </Button>
            )}
          </div>
          <dl className="facts">
            {contact.company && <Fact label={all.person.company}>{contact.company}</Fact>}
            {contact.place && <Fact label={all.person.place}>{contact.place}</Fact>}
            {contact.facts.map((fact) => (
              <Fact
                key={`${fact.label} ${fact.value}`}
                label={fact.label}
                source={[
                  all.person.source[fact.source ?? ""] ?? fact.source,
                  fact.at && brief(fact.at, now(), locale),
                ]
                  .filter(Boolean)
                  .join(" ")}
              >
                {fact.value}
              </Fact>
            ))}
            <Fact label={texts.known}>{date(contact.created_at, locale)}</Fact>
          </dl>
        </section>
        <Addresses contact={contact} onChanged={onChanged} />
        <Consents consents={contact.consents} />
      </div>
      {editing && (
        <EditDialog
          contact={contact}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false);
            onChanged();
          }}
        />
      )}
    </aside>
  );
}
