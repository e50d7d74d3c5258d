import type { ReactElement } from "react";
import type { HubClient } from "../../../shared/client";
import type { Lang } from "../../../shared/i18n";

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
export default function HostRoom({ roomId }: HostRoomProps): ReactElement {
  return <section className="host-room" data-room={roomId} />;
}
