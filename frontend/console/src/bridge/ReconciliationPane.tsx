import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import type { IconName } from "../../../common/ui/icons";
import { Plate } from "../../../common/ui/Plate";
import type { Finding, Reconciliation } from "../api/bridge";
import * as api from "../api/bridge";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { brief, count } from "../lib/format";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { useLocale, useMay } from "../store/session";

const KINDS: readonly { kind: Finding["kind"]; icon: IconName }[] = [
  { kind: "missing", icon: "plus" },
  { kind: "different", icon: "edit" },
  { kind: "doubled", icon: "users" },
  { kind: "foreign", icon: "alert" },
];

interface Props {
  last: Reconciliation | null;
  onDone: () => void;
}

/** The last comparison of both sides, and what came of it. */
export function ReconciliationPane({ last, onDone }: Props): ReactElement {
  const all = useText();
  const texts = all.bridge;
  const locale = useLocale();
  const manages = useMay("bridge.manage");
  const [busy, setBusy] = useState(false);

  const run = (): void => {
    setBusy(true);
    api
      .reconcile()
      .then(onDone)
      .catch((error: unknown) => say("bad", says(error, all)))
      .finally(() => setBusy(false));
  };
  const took = last ? `${count(Math.max(0.1, Math.round(last.took_ms / 100) / 10), locale)} s` : "";

  return (
    <section className="pane pane--right bridge__same" aria-labelledby="bridge-same">
      <div className="head">
        <h2 id="bridge-same">{texts.reconciliation}</h2>
        <span className="meta clip">
          {last ? texts.reconciledAt(brief(last.at, now(), locale), took) : texts.never}
        </span>
        {manages && (
          <Button className="push" icon="refresh" isPending={busy} onPress={run}>
            {texts.reconcile}
          </Button>
        )}
      </div>
      <div className="scroll result">
        {!last && <p className="meta">{texts.reconcileText}</p>}
        {last && (
          <>
            <Plate
              large
              facts={[
                { label: texts.compared, value: count(last.compared, locale) },
                { label: texts.equal, value: count(last.same, locale) },
                { label: texts.mended, value: count(last.mended, locale) },
                { label: texts.open, value: count(last.open, locale) },
              ]}
            />
            <Findings findings={last.findings} />
            {!last.listed && <p className="meta">{texts.notListed}</p>}
          </>
        )}
      </div>
    </section>
  );
}

function Findings({ findings }: { findings: Finding[] }): ReactElement | null {
  const texts = useText().bridge;
  const found = KINDS.map(({ kind, icon }) => {
    const these = findings.filter((each) => each.kind === kind);
    return { kind, icon, n: these.length, mended: these.filter((each) => each.mended).length };
  }).filter(({ n }) => n > 0);
  if (found.length === 0) return null;
  return (
    <ul>
      {found.map(({ kind, icon, n, mended }) => (
        <li key={kind}>
          <Icon name={icon} />
          <span>{texts.findings[kind](n)}</span>
          <span className="meta">
            {mended === n ? texts.mendedAll : mended > 0 ? texts.mendedSome(mended) : texts.open}
          </span>
        </li>
      ))}
    </ul>
  );
}
