import { type ReactElement, useEffect, useState } from "react";
import * as people from "../api/people";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { go } from "../lib/route";
import { says } from "../lib/says";
import { Still } from "../shell/Still";
import { onTopic } from "../store/hub";
import { useResource } from "../store/resource";
import { ContactAside } from "./ContactAside";
import { ContactCard } from "./ContactCard";
import { History } from "./History";
import { useTimeline } from "./useTimeline";

/** One person: who they are, everything that happened, and what of it stands in the CRM. */
export default function ContactScreen({ id }: { id: string }): ReactElement {
  const all = useText();
  const texts = all.contacts;
  const contact = useResource(`contact ${id}`, (signal) => people.contact(id, signal));
  const [kind, setKind] = useState("");
  const timeline = useTimeline(id, kind);
  const { data, reload } = contact;
  const { reload: reloadTimeline } = timeline;

  useEffect(() => {
    document.title = data?.name || texts.contact;
  }, [data?.name, texts]);

  useEffect(
    () =>
      onTopic("contacts", ({ data: about }) => {
        const changed = (about as { contact?: string } | null)?.contact;
        if (changed && changed !== id) return;
        reload();
        reloadTimeline();
      }),
    [id, reload, reloadTimeline],
  );

  if (contact.error !== undefined && !data) {
    return (
      <Still
        title={texts.contact}
        text={says(contact.error, all)}
        action={{ label: texts.back, run: () => go("/contacts") }}
      />
    );
  }
  const changed = (): void => {
    reload();
    reloadTimeline();
  };
  return (
    <div className="contact">
      {data ? <ContactCard contact={data} onChanged={changed} /> : <div className="pane"><Ghost rows={4} /></div>}
      <History contact={data} timeline={timeline} kind={kind} onKind={setKind} />
      <ContactAside contact={data} timeline={timeline} />
    </div>
  );
}
