import { type ReactElement, useEffect, useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { Icon } from "../../../common/ui/Icon";
import { Segments } from "../../../common/ui/Segments";
import type { LeadState } from "../api/people";
import { useText } from "../i18n";
import { count } from "../lib/format";
import { useParam } from "../lib/route";
import { useLater } from "../lib/useLater";
import { useLocale, useMay } from "../store/session";
import { ContactList } from "./ContactList";
import { ExportMenu } from "./ExportMenu";
import { ProposalStrip } from "./ProposalStrip";
import { usePages } from "./usePages";

const STATES: readonly LeadState[] = ["new", "approved", "rejected"];

/** Everybody whom the house knows; the address keeps what is searched, so that it can be passed on. */
export default function ContactsScreen(): ReactElement {
  const texts = useText().contacts;
  const locale = useLocale();
  const [q, setQ] = useParam("q");
  const [state, setState] = useParam("state");
  const [typed, setTyped] = useState(q);
  const asked = useLater(typed.trim(), 200);
  const pages = usePages(asked, state);
  const exports = useMay("contact.export");

  useEffect(() => {
    document.title = texts.title;
  }, [texts]);
  useEffect(() => {
    if (asked !== q) setQ(asked);
    // The address follows what is typed, not the other way round.
  }, [asked]);

  return (
    <section className="pane contacts" aria-label={texts.title}>
      <header className="bar">
        <h1>{texts.title}</h1>
        {pages.total !== null && (
          <span className="count" role="status">
            {count(pages.total, locale)}
          </span>
        )}
        <SearchField className="seek push" aria-label={texts.search} value={typed} onChange={setTyped}>
          <Icon name="search" size="sm" />
          <Input placeholder={texts.search} />
        </SearchField>
        <Segments
          label={texts.filter}
          value={state || "all"}
          options={[
            { id: "all", label: texts.all },
            ...STATES.map((id) => ({ id: id as string, label: texts.states[id] })),
          ]}
          onChange={(next) => setState(next === "all" ? "" : next)}
        />
        {exports && <ExportMenu q={asked} total={pages.total ?? 0} />}
      </header>
      <ProposalStrip onDecided={pages.reload} />
      <ContactList pages={pages} query={asked} filtered={state !== ""} onClear={() => { setTyped(""); setState(""); }} />
    </section>
  );
}
