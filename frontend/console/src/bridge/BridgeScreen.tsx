import { type ReactElement, useEffect, useState } from "react";
import type { Bridge } from "../api/bridge";
import { ApiError } from "../api/http";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { says } from "../lib/says";
import { useParam } from "../lib/route";
import { Still } from "../shell/Still";
import { useMay } from "../store/session";
import { BridgeBar } from "./BridgeBar";
import { ConnectionsDialog } from "./ConnectionsDialog";
import { DaysPane } from "./DaysPane";
import { DeliveriesPane } from "./DeliveriesPane";
import { DeliveryPane } from "./DeliveryPane";
import { ReconciliationPane } from "./ReconciliationPane";
import { useBridge } from "./useBridge";

const forbidden = (error: unknown): boolean => error instanceof ApiError && error.status === 403;

/** Both sides counted, what the CRM refused in its own words, and what goes on by itself. */
export default function BridgeScreen(): ReactElement {
  const all = useText();
  const texts = all.bridge;
  const manages = useMay("bridge.manage");
  const [days, setDays] = useState<7 | 30>(7);
  const [connecting, setConnecting] = useState(false);
  const [chosen, setChosen] = useParam("delivery");
  const bridge = useBridge(days);
  const [kept, setKept] = useState<Bridge>();
  if (bridge.data && bridge.data !== kept) setKept(bridge.data);
  const data = bridge.data ?? kept;

  useEffect(() => {
    document.title = texts.title;
  }, [texts]);

  if (!data) {
    return bridge.error === undefined ? (
      <section className="pane contacts" aria-label={texts.title}>
        <Ghost rows={8} />
      </section>
    ) : (
      <Still
        title={texts.title}
        text={says(bridge.error, all)}
        {...(forbidden(bridge.error) ? {} : { action: { label: all.shell.retry, run: bridge.reload } })}
      />
    );
  }
  // The dialog stays where it is when the first connection is there: its secret is shown only once.
  return (
    <>
      {data.connections.length === 0 ? (
        <Still
          title={texts.noneTitle}
          text={texts.noneText}
          {...(manages ? { action: { label: texts.connect, run: () => setConnecting(true) } } : {})}
        />
      ) : (
        <div className="bridge">
          <BridgeBar bridge={data} onChanged={bridge.reload} onConnections={() => setConnecting(true)} />
          <DaysPane days={data.days} period={days} onPeriod={setDays} />
          <ReconciliationPane last={data.reconciliation} onDone={bridge.reload} />
          <DeliveriesPane bridge={data} chosen={chosen} onChoose={setChosen} onChanged={bridge.reload} />
          <DeliveryPane
            id={chosen || null}
            onChanged={bridge.reload}
            onGone={() => setChosen("")}
          />
        </div>
      )}
      <ConnectionsDialog
        isOpen={connecting}
        onClose={() => setConnecting(false)}
        connections={data.connections}
        onChanged={bridge.reload}
      />
    </>
  );
}
