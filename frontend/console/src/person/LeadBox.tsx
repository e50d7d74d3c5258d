import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { State } from "../../../common/ui/State";
import type { LeadView } from "../api/people";
import * as people from "../api/people";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { useLocale, useMay } from "../store/session";

interface Props {
  lead: LeadView;
  onDecided: () => void;
}

/** A new lead waits for a person's decision; what was decided can be decided again. */
export function LeadBox({ lead, onDecided }: Props): ReactElement {
  const all = useText();
  const texts = all.person;
  const locale = useLocale();
  const may = useMay("lead.decide");
  const [busy, setBusy] = useState(false);

  const decide = (decision: "approve" | "reject"): void => {
    setBusy(true);
    people
      .decideLead(lead.id, decision)
      .then(onDecided)
      .catch((error: unknown) => say("bad", says(error, all)))
      .finally(() => setBusy(false));
  };

  if (lead.state !== "new") {
    const approved = lead.state === "approved";
    return (
      <section className="sec">
        <p className="row row--between">
          <State tone={approved ? "good" : undefined} icon={approved ? "check" : "close"}>
            {texts.lead}: {approved ? texts.leadApproved : texts.leadRejected}
          </State>
          {lead.decided_at && <span className="meta">{brief(lead.decided_at, now(), locale)}</span>}
        </p>
      </section>
    );
  }
  return (
    <section className="sec">
      <div className="lead">
        <div className="row row--between">
          <State tone="wait" icon="clock" className="strong">
            {texts.leadNew}
          </State>
          <span className="meta">{brief(lead.created_at, now(), locale)}</span>
        </div>
        <p>{texts.leadText}</p>
        {may && (
          <div className="row">
            <Button look="primary" isPending={busy} onPress={() => decide("approve")}>
              {texts.approve}
            </Button>
            <Button isPending={busy} onPress={() => decide("reject")}>
              {texts.reject}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
