import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { useView } from "../model/context";
import { useWords } from "../texts";
import { RoomScreen } from "../ui/RoomScreen";
import { Desk } from "./Desk";
import { EndButton } from "./EndButton";
import { StepButton } from "./StepButton";

export function HostScreen({ onLeave }: { onLeave: () => void }): ReactElement {
  const { t, f } = useWords();
  const { room, me, refused } = useView();
  if (refused) return <Still title={t.link.closedTitle} text={refused.message} onLeave={onLeave} />;
  if (!room) return <Still title={t.host.wait} />;
  if (room.state === "ended") {
    const took = room.live_at && room.ended_at ? (Date.parse(room.ended_at) - Date.parse(room.live_at)) / 1000 : 0;
    return <Still title={t.host.ended} text={t.host.endedText(f.clock(took))} onLeave={onLeave} />;
  }
  const hosts = me?.role === "host";
  if (room.kind === "webinar" && me?.role !== "attendee") return <Desk onLeave={onLeave} />;
  return (
    <RoomScreen onLeave={onLeave} plain>
      {hosts && room.state !== "live" && <StepButton />}
      {hosts && room.state === "live" && <EndButton />}
    </RoomScreen>
  );
}

function Still({ title, text, onLeave }: { title: string; text?: string; onLeave?: () => void }): ReactElement {
  const { t } = useWords();
  return (
    <section className="still">
      <h1 className="title-lg">{title}</h1>
      {text && <p>{text}</p>}
      {onLeave && <Button onPress={onLeave}>{t.host.leave}</Button>}
    </section>
  );
}
