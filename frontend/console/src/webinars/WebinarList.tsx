import type { ReactElement } from "react";
import type { WebinarRow } from "../api/webinars";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { useNow } from "../lib/clock";
import { go } from "../lib/route";
import { useLooksAgain } from "../lib/useLooksAgain";
import { says } from "../lib/says";
import { Still } from "../shell/Still";
import { useResource } from "../store/resource";
import { useMay } from "../store/session";
import { grouped } from "./phase";
import { WebinarLine } from "./WebinarLine";

/** Registrations come in while one looks: they are counted again this often, ms. */
const EVERY_MS = 10_000;

export function WebinarList(): ReactElement {
  const all = useText();
  const texts = all.webinars;
  const plans = useMay("webinar.plan");
  const now = useNow();
  const { data, error, reload } = useResource("webinars", (signal) => api.webinars(signal));
  useLooksAgain(reload, EVERY_MS);

  if (!data) {
    return error === undefined ? (
      <Ghost rows={6} />
    ) : (
      <Still title={texts.title} text={says(error, all)} action={{ label: all.shell.retry, run: reload }} />
    );
  }
  if (data.length === 0) {
    return (
      <Still
        title={texts.none}
        text={texts.noneText}
        {...(plans ? { action: { label: texts.plan, run: () => go("/webinars/plan") } } : {})}
      />
    );
  }
  const { running, upcoming, past } = grouped(data, now);
  return (
    <div className="scroll">
      {running.length > 0 && <Group title={texts.running} rows={running} now={now} />}
      <Group title={texts.upcoming} rows={upcoming} now={now} empty={texts.noneUpcoming} />
      {past.length > 0 && <Group title={texts.past} rows={past} now={now} />}
    </div>
  );
}

interface GroupProps {
  title: string;
  rows: WebinarRow[];
  now: number;
  empty?: string;
}

function Group({ title, rows, now, empty }: GroupProps): ReactElement {
  return (
    <section className="lines" aria-label={title}>
      <h2 className="lines__head">
        {title} <span className="count">{rows.length}</span>
      </h2>
      {rows.length === 0 && <p className="meta lines__none">{empty}</p>}
      <ul>
        {rows.map((row) => (
          <WebinarLine key={row.id} row={row} now={now} />
        ))}
      </ul>
    </section>
  );
}
