import { type ReactElement, useEffect } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { useNow } from "../lib/clock";
import { go, useParam } from "../lib/route";
import { says } from "../lib/says";
import { useLooksAgain } from "../lib/useLooksAgain";
import { Still } from "../shell/Still";
import { useResource } from "../store/resource";
import { Attendance } from "./Attendance";
import { phaseOf } from "./phase";
import { Registrations } from "./Registrations";
import { WebinarAside } from "./WebinarAside";
import { WebinarBar } from "./WebinarBar";

const EVERY_MS = 10_000;

/** One webinar: what it is, who registered, and afterwards who was there. */
export default function WebinarScreen({ id }: { id: string }): ReactElement {
  const all = useText();
  const texts = all.webinars;
  const now = useNow();
  const { data, error, reload } = useResource(`webinar ${id}`, (signal) => api.webinar(id, signal));
  const [chosen, choose] = useParam("tab");
  useLooksAgain(reload, EVERY_MS);

  useEffect(() => {
    document.title = data?.title ?? texts.webinar;
  }, [data?.title, texts]);

  if (!data) {
    return error === undefined ? (
      <section className="pane webinars" aria-label={texts.webinar}>
        <Ghost rows={6} />
      </section>
    ) : (
      <Still title={texts.webinar} text={says(error, all)} action={{ label: texts.back, run: () => go("/webinars") }} />
    );
  }
  const phase = phaseOf(data, now);
  const began = phase === "live" || phase === "over";
  const tab = chosen || (phase === "over" ? "attendance" : "registrations");
  return (
    <div className="webinar">
      <section className="pane webinar__main" aria-label={data.title}>
        <WebinarBar webinar={data} phase={phase} onChanged={reload} />
        <Tabs className="tabs-box" selectedKey={tab} onSelectionChange={(key) => choose(String(key))}>
          <TabList className="tabs" aria-label={texts.webinar}>
            <Tab id="registrations" className="tab">
              {texts.registrations} <span className="count">{data.registered}</span>
            </Tab>
            <Tab id="attendance" className="tab">
              {texts.attendance} {began && <span className="count">{data.attended}</span>}
            </Tab>
          </TabList>
          <TabPanel id="registrations" className="tab-panel">
            <Registrations webinar={data} />
          </TabPanel>
          <TabPanel id="attendance" className="tab-panel">
            <Attendance webinar={data} began={began} />
          </TabPanel>
        </Tabs>
      </section>
      <WebinarAside webinar={data} />
    </div>
  );
}
