import type { ReactElement } from "react";
import { Icon } from "../../../common/ui/Icon";
import { Keys } from "../../../common/ui/Keys";
import { Modal } from "../../../common/ui/Modal";
import type { Conversation } from "../conversation/useConversation";
import { useText } from "../i18n";
import { caps } from "../lib/keys";
import { Link } from "../lib/Link";
import { useMay } from "../store/session";
import { Person } from "./Person";
import type { PersonPaneControl } from "./usePersonPane";

interface Props {
  talk: Conversation;
  pane: PersonPaneControl;
}

/** Who it is that one talks to; each fact with where it comes from. */
export function PersonPane({ talk, pane }: Props): ReactElement | null {
  const texts = useText();
  const contact = talk.detail.data?.contact;
  const may = useMay("contact.read");
  const open = may && contact && (
    <Link className="btn btn--quiet btn--sm push" href={`/contacts/${contact.id}`}>
      {texts.person.openContact}
      <Icon name="external" size="sm" />
    </Link>
  );

  if (pane.as === "drawer") {
    return (
      <Modal isOpen={pane.isOpen} onClose={pane.close} title={texts.person.region} as="drawer" aside={open}>
        <Person talk={talk} />
      </Modal>
    );
  }
  if (!pane.isOpen) return null;
  return (
    <aside className="pane pane--person" aria-label={texts.person.region}>
      <header className="bar">
        <h2>{texts.person.region}</h2>
        {open}
      </header>
      <div className="scroll">
        <Person talk={talk} />
      </div>
      <footer className="hints" aria-hidden="true">
        <span>
          <Keys keys={["P"]} />
          {texts.shell.person}
        </span>
        <span className="push">
          <Keys keys={caps("mod+k", texts.shell)} />
          {texts.shell.commands}
        </span>
      </footer>
    </aside>
  );
}
