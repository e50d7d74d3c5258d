import { type ReactElement, useEffect, useState } from "react";
import type { HubClient } from "../../../common/client";
import type { Lang } from "../../../common/i18n";
import { RoomProvider } from "../model/context";
import { Room } from "../model/room";
import { loadWords, type Words, WordsProvider } from "../texts";
import { HostScreen } from "./HostScreen";
import "../styles/stage.css";
import "../styles/room.css";
import "../styles/host.css";

export interface HostRoomProps {
  /** The room's UUID, as in `/rooms/<id>`. */
  roomId: string;
  /** The console's line; the room's stream is one more on it. */
  hub: HubClient;
  lang: Lang;
  /** Somebody left, or the room is over and they are done with it. */
  onLeave: () => void;
}

/** A room from its hosts' side: backstage, control desk, and meetings. Fills the area it is put in. */
export default function HostRoom({ roomId, hub, lang, onLeave }: HostRoomProps): ReactElement {
  const [room, setRoom] = useState<Room | null>(null);
  const [words, setWords] = useState<Words | null>(null);

  useEffect(() => {
    const opened = new Room(hub, roomId);
    setRoom(opened);
    return () => {
      opened.close();
      setRoom(null);
    };
  }, [hub, roomId]);
  useEffect(() => {
    let stopped = false;
    void loadWords(lang).then((loaded) => {
      if (!stopped) setWords(loaded);
    });
    return () => {
      stopped = true;
    };
  }, [lang]);

  return (
    <div className="host-room">
      {room && words && (
        <WordsProvider value={words}>
          <RoomProvider value={room}>
            <HostScreen onLeave={onLeave} />
          </RoomProvider>
        </WordsProvider>
      )}
    </div>
  );
}
