import { lazy, type ReactElement, Suspense, useEffect } from "react";
import type { RoomRow } from "../api/webinars";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { go } from "../lib/route";
import { theHub } from "../store/hub";
import { useResource } from "../store/resource";
import { useLocale } from "../store/session";

// Picture and sound come in a file of their own, fetched with the first room.
const HostRoom = lazy(() => import("../../../room/src/host"));

/** A room from the house's side: backstage, control desk, meeting. */
export default function RoomScreen({ id }: { id: string }): ReactElement {
  const texts = useText().webinars;
  const { lang } = useLocale();
  const { data } = useResource(`room ${id}`, (signal) => api.room(id, signal));

  useEffect(() => {
    document.title = data?.title ?? texts.room;
  }, [data?.title, texts]);

  return (
    <Suspense fallback={<p className="still meta">{texts.roomLoading}</p>}>
      <HostRoom roomId={id} hub={theHub()} lang={lang === "en" ? "en" : "de"} onLeave={() => go(afterwards(data))} />
    </Suspense>
  );
}

/** Where it came from: its conversation, its webinar, or the list. */
function afterwards(room: RoomRow | undefined): string {
  if (room?.conversation) return `/conversations/${room.conversation}`;
  if (room?.webinar) return `/webinars/${room.webinar}`;
  return "/webinars?tab=meetings";
}
