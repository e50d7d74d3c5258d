import type { ReactElement } from "react";
import { State } from "../../../common/ui/State";
import * as webinars from "../api/webinars";
import { useText } from "../i18n";
import { now, useNow } from "../lib/clock";
import { Link } from "../lib/Link";
import { useResource } from "../store/resource";
import { useLocale, useMay } from "../store/session";
import { DateBlock } from "../webinars/DateBlock";
import { phaseOf } from "../webinars/phase";
import { PhaseState } from "../webinars/PhaseState";
import { day, until } from "../webinars/when";

export type Outcome = "waits" | "registered" | "withdrawn";

interface Props {
  body: Record<string, unknown>;
  outcome: Outcome;
}

/** An invitation that was sent: which webinar, and whether the visitor is registered for it. */
export function WebinarCard({ body, outcome }: Props): ReactElement {
  const texts = useText();
  const locale = useLocale();
  const text = (name: string): string => (typeof body[name] === "string" ? body[name] : "");
  const id = text("webinar");
  const starts = text("starts_at");
  const title = text("title") || texts.webinars.webinar;
  return (
    <div className="card invite">
      {starts && <DateBlock at={starts} />}
      <div className="invite__what">
        {id ? (
          <Link className="strong clip line2" href={`/webinars/${id}`}>
            {title}
          </Link>
        ) : (
          <strong className="strong clip line2">{title}</strong>
        )}
        {starts && (
          <p className="meta clip">
            {day(starts, now(), locale, texts.webinars)}, {until(starts, text("ends_at"), locale, texts.webinars)}
          </p>
        )}
      </div>
      <Standing id={id} outcome={outcome} />
    </div>
  );
}

/** Registered or not; and where the webinar stands when it does not simply lie ahead. */
function Standing({ id, outcome }: { id: string; outcome: Outcome }): ReactElement {
  const texts = useText().talk;
  const reads = useMay("webinar.read");
  const at = useNow();
  const { data } = useResource(reads && id ? `webinar ${id}` : null, (signal) => webinars.webinar(id, signal));
  const phase = data ? phaseOf(data, at) : "upcoming";
  const ahead = phase === "upcoming" || phase === "open" || phase === "live";
  return (
    <div className="invite__state">
      {outcome === "registered" && (
        <State tone="good" icon="check">
          {texts.registeredDone}
        </State>
      )}
      {outcome === "withdrawn" && <State icon="close">{texts.registeredNoMore}</State>}
      {outcome === "waits" && ahead && (
        <State tone="wait" icon="clock">
          {texts.registeredWaits}
        </State>
      )}
      {phase !== "upcoming" && <PhaseState phase={phase} />}
    </div>
  );
}
