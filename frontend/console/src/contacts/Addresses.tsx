import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { State } from "../../../common/ui/State";
import type { ContactDetail } from "../api/people";
import * as people from "../api/people";
import { useText } from "../i18n";
import { says } from "../lib/says";
import { useMay } from "../store/session";
import { say } from "../store/notices";

interface Props {
  contact: ContactDetail;
  onChanged: () => void;
}

/** All addresses of one person, how each is known, and the way to take a merge apart again. */
export function Addresses({ contact, onChanged }: Props): ReactElement | null {
  const all = useText();
  const texts = all.contacts;
  const edits = useMay("contact.edit");
  const [busy, setBusy] = useState(false);
  const merges = [...new Set(contact.addresses.flatMap((address) => address.merge ?? []))];
  if (contact.addresses.length === 0) return null;

  const separate = (merge: string): void => {
    setBusy(true);
    people
      .undoMerge(merge)
      .then(() => {
        say("plain", texts.separated);
        onChanged();
      })
      .catch((error: unknown) => say("bad", says(error, all)))
      .finally(() => setBusy(false));
  };

  return (
    <section className="sec" aria-label={texts.addresses}>
      <div className="sec__head">
        <h3>{texts.addresses}</h3>
      </div>
      <ul className="stack stack--tight">
        {contact.addresses.map((address) => (
          <li key={address.id} className="row">
            <a
              className="quiet clip"
              href={address.kind === "email" ? `mailto:${address.value}` : `tel:${address.value}`}
            >
              {address.value}
            </a>
            {address.verified_at ? (
              <State tone="good" icon="check" className="push">
                {texts.verified}
              </State>
            ) : (
              <State className="push">
                {address.merge ? texts.merged : (all.person.source[address.source] ?? address.source)}
              </State>
            )}
          </li>
        ))}
      </ul>
      {edits &&
        merges.map((merge) => (
          <p key={merge}>
            <Button
              look="quiet"
              icon="undo"
              className="btn--lead"
              isPending={busy}
              onPress={() => separate(merge)}
            >
              {texts.separate}
            </Button>
          </p>
        ))}
    </section>
  );
}
