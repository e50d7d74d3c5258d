import type { ReactElement } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { cx } from "../../../common/ui/cx";
import type { Bridge } from "../api/bridge";
import { useText } from "../i18n";
import { useParam } from "../lib/route";
import { DeliveryTable } from "./DeliveryTable";
import { UnattributedTable } from "./UnattributedTable";

interface Props {
  bridge: Bridge;
  chosen: string;
  onChoose: (id: string) => void;
  onChanged: () => void;
}

/** What was refused, what goes on by itself, what belongs to nobody, what is done. */
export function DeliveriesPane({ bridge, chosen, onChoose, onChanged }: Props): ReactElement {
  const texts = useText().bridge;
  const [tab, setTab] = useParam("tab");
  const tabs = [
    { id: "tray", label: texts.tray, n: bridge.tray, tone: "wait" },
    { id: "waiting", label: texts.waiting, n: bridge.waiting, tone: undefined },
    { id: "unattributed", label: texts.unattributed, n: bridge.unattributed, tone: undefined },
    { id: "delivered", label: texts.delivered, n: 0, tone: undefined },
  ] as const;

  return (
    <section className="pane trayed" aria-label={texts.tabs}>
      <Tabs
        className="tabs-box"
        selectedKey={tab || "tray"}
        onSelectionChange={(key) => setTab(key === "tray" ? "" : String(key))}
      >
        <TabList className="tabs" aria-label={texts.tabs}>
          {tabs.map(({ id, label, n, tone }) => (
            <Tab key={id} id={id} className="tab">
              {label}
              {n > 0 && <span className={cx("count", tone && `count--${tone}`)}>{n}</span>}
            </Tab>
          ))}
        </TabList>
        {(["tray", "waiting", "delivered"] as const).map((state) => (
          <TabPanel key={state} id={state} className="tab-panel">
            <DeliveryTable state={state} chosen={chosen} onChoose={onChoose} onChanged={onChanged} />
          </TabPanel>
        ))}
        <TabPanel id="unattributed" className="tab-panel">
          <UnattributedTable onChanged={onChanged} />
        </TabPanel>
      </Tabs>
    </section>
  );
}
