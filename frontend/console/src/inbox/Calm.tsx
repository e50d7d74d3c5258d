import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { Plate } from "../../../common/ui/Plate";
import { useText } from "../i18n";
import { go } from "../lib/route";
import { commands } from "../store/commands";
import { inbox } from "../store/inbox";
import { useMay } from "../store/session";
import { useStore } from "../store/store";
import { Lifter } from "./Lifter";

/** No conversation is open: say what is the matter, and offer one useful thing. */
export function Calm(): ReactElement {
  const { data, team } = useStore(inbox);
  const texts = useText().inbox;
  const contacts = useMay("contact.read");
  const answers = useMay("conversation.answer");
  const waiting = data?.waiting ?? [];
  const first = waiting[0];

  return (
    <section className="pane pane--talk" aria-label={texts.emptyTitle}>
      <header className="bar">
        <h2>{texts.emptyTitle}</h2>
      </header>
      {data && (
        <div className="calm">
          <Lifter label={texts.drawing} />
          <h2>{first ? texts.waitTitle(waiting.length) : texts.calmTitle}</h2>
          <p>{first ? texts.waitText(first.name || texts.anonymous) : texts.calmText}</p>
          <div className="row row--wrap">
            {first && answers && (
              <Button
                look="primary"
                size="md"
                keys={["N"]}
                onPress={() => commands.get().find((each) => each.id === "next")?.run()}
              >
                {texts.takeNext}
              </Button>
            )}
            {contacts && (
              <Button size="md" icon="users" onPress={() => go("/contacts")}>
                {texts.openContacts}
              </Button>
            )}
          </div>
          <Plate
            large
            facts={[
              { label: texts.plateWaiting, value: waiting.length },
              { label: texts.plateMine, value: data.mine.length },
              { label: texts.plateOthers, value: data.others.length },
              { label: texts.plateTeam, value: team.filter((one) => one.online && one.available).length },
            ]}
          />
        </div>
      )}
    </section>
  );
}
