import { type ReactElement, useEffect } from "react";
import { Lobby } from "./lobby/Lobby";
import { useView } from "./model/context";
import { WITHDRAWN } from "./model/room";
import { useWords } from "./texts";
import { Ended } from "./ui/Ended";
import { Page } from "./ui/Page";
import { Refused } from "./ui/Refused";
import { RoomScreen } from "./ui/RoomScreen";

interface Props {
  onLeave: () => void;
  /** Their registration was withdrawn while they were in, or before. */
  onWithdrawn: () => void;
}

/** What stands there depends on the room's state alone, so that it goes on by itself. */
export default function Inside({ onLeave, onWithdrawn }: Props): ReactElement {
  const { t, inLang } = useWords();
  const { room, me, refused, status } = useView();
  const title = inLang(room?.title);
  useEffect(() => {
    if (title) document.title = title;
  }, [title]);
  const withdrawn = refused?.code === WITHDRAWN;
  useEffect(() => {
    if (withdrawn) onWithdrawn();
  }, [withdrawn]);
  if (withdrawn) return <Page title={t.loading} />;
  if (refused) return <Refused code={refused.code} message={refused.message} />;
  if (status.at === "stopped") return <Refused code="closed" />;
  if (!room) return <Page title={status.at === "waiting" ? t.unreachable : t.loading} />;
  if (room.state === "ended") return <Ended />;
  const backstage = me !== null && me.role !== "attendee";
  if (room.state === "live" || backstage) return <RoomScreen onLeave={onLeave} />;
  return <Lobby />;
}
