import type { ReactElement } from "react";
import { useView } from "../model/context";
import { useWords } from "../texts";
import { Banner } from "../ui/Banner";
import { Chat } from "../ui/Chat";
import { DeskBar } from "./DeskBar";
import { Figures } from "./Figures";
import { Hands } from "./Hands";
import { OnStage } from "./OnStage";
import { People } from "./People";
import { Preview } from "./Preview";
import { QuestionQueue } from "./QuestionQueue";

/** The control desk of a webinar: who is on the stage, what everybody sees, who is there, what they ask. */
export function Desk({ onLeave }: { onLeave: () => void }): ReactElement {
  const { t } = useWords();
  const { room } = useView();
  const live = room?.state === "live";
  return (
    <div className="host" data-state={room?.state}>
      <DeskBar onLeave={onLeave} />
      <div className="host__notes">
        <Banner />
      </div>
      <section className="pane host__stage" aria-label={t.host.stage}>
        <div className="scroll">
          {!live && (
            <section className="sec backstage">
              <div className="sec__head">
                <h2>{t.host.backstage}</h2>
              </div>
              <p className="soft">{room?.state === "open" ? t.host.backstageOpen : t.host.backstageText}</p>
            </section>
          )}
          <OnStage />
          <Hands />
        </div>
      </section>
      <section className="pane host__middle" aria-label={t.host.participants}>
        <div className="preview">
          <Preview />
          <Figures />
        </div>
        <People />
      </section>
      <section className="pane host__talk" aria-label={t.host.talk}>
        <QuestionQueue />
        <section className="host__chat" aria-label={t.chat.tab}>
          <div className="sec__head">
            <h2>{t.chat.tab}</h2>
          </div>
          <Chat />
        </section>
      </section>
    </div>
  );
}
