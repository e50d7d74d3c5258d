import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import type { Proposal } from "../api/people";
import * as people from "../api/people";
import { type Texts, useText } from "../i18n";
import { Link } from "../lib/Link";
import { go } from "../lib/route";
import { says } from "../lib/says";
import { say } from "../store/notices";

interface Props {
  proposals: Proposal[];
  /** The contact on the screen: the other one is named then. */
  here?: string;
  onDecided: () => void;
}

/** Two contacts and why they might be one. Merging can be undone, so nothing is asked twice. */
export function Proposals({ proposals, here, onDecided }: Props): ReactElement {
  const all = useText();
  const texts = all.contacts;
  const [busy, setBusy] = useState<string | null>(null);

  const decide = (proposal: Proposal, decision: "accept" | "reject"): void => {
    setBusy(proposal.id);
    people
      .decideProposal(proposal.id, decision)
      .then((done) => {
        if (decision === "accept") say("plain", texts.mergedInto);
        onDecided();
        if (here && done && done.contact !== here) go(`/contacts/${done.contact}`, { replace: true });
      })
      .catch((error: unknown) => say("bad", says(error, all)))
      .finally(() => setBusy(null));
  };

  return (
    <ul className="stack">
      {proposals.map((proposal) => (
        <li key={proposal.id} className="advice">
          <p className="row row--wrap">
            <Who id={proposal.keep} name={proposal.keep_name} here={here} />
            <span className="meta">+</span>
            <Who id={proposal.other} name={proposal.other_name} here={here} />
          </p>
          <p className="meta">{reason(proposal.reason, texts)}</p>
          <div className="row row--wrap">
            <Button look="primary" isPending={busy === proposal.id} onPress={() => decide(proposal, "accept")}>
              {texts.merge}
            </Button>
            <Button isPending={busy === proposal.id} onPress={() => decide(proposal, "reject")}>
              {texts.keepApart}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

interface WhoProps {
  id: string;
  name: string;
  here: string | undefined;
}

function Who({ id, name, here }: WhoProps): ReactElement {
  const texts = useText().contacts;
  const shown = name || texts.unnamed;
  if (id === here) return <b className="strong">{shown}</b>;
  return <Link href={`/contacts/${id}`}>{shown}</Link>;
}

function reason(why: string, texts: Texts["contacts"]): string {
  const [kind, ...rest] = why.split(":");
  const value = rest.join(":");
  if (kind === "email") return texts.reasonEmail(value);
  if (kind === "phone") return texts.reasonPhone(value);
  return why;
}
