import type { ReactElement } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useLog, useView } from "../model/context";
import { questions } from "../model/talk";
import { useWords } from "../texts";
import { Chat } from "./Chat";
import { People } from "./People";
import { Questions } from "./Questions";

/** Beside the stage, or below it on a phone. */
export function Side(): ReactElement {
  const { t } = useWords();
  const { room } = useView();
  const log = useLog("public");
  const open = log ? questions(log).filter((one) => one.state === "open" || one.state === "answering").length : 0;
  return (
    <aside className="hall" aria-label={t.room.side}>
      <Tabs className="hall__tabs">
        <TabList className="tabs" aria-label={t.room.side}>
          <Tab id="chat" className="tab">
            {t.chat.tab}
          </Tab>
          {room?.kind !== "meeting" && (
            <Tab id="questions" className="tab">
              {t.questions.tab}
              {open > 0 && <span className="count">{open}</span>}
            </Tab>
          )}
          <Tab id="people" className="tab push">
            {t.people.tab}
          </Tab>
        </TabList>
        <TabPanel id="chat" className="hall__panel">
          <Chat />
        </TabPanel>
        <TabPanel id="questions" className="hall__panel">
          <Questions />
        </TabPanel>
        <TabPanel id="people" className="hall__panel">
          <People />
        </TabPanel>
      </Tabs>
    </aside>
  );
}
