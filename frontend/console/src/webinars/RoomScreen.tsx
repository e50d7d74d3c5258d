import { lazy, type ReactElement, Suspense, useEffect } from "react";
import { useText } from "../i18n";
import { go } from "../lib/route";
import { useLocale } from "../store/session";
import { theHub } from "../store/hub";

// Picture and sound come in a file of their own, fetched with the first room.
const HostRoom = lazy(() => import("../../../room/src/host"));

/** A room from the house's side: backstage, control desk, meeting. */
export default function RoomScreen({ id }: { id: string }): ReactElement {
  const texts = useText().webinars;
  const { lang } = useLocale();

  useEffect(() => {
    document.title = texts.room;
  }, [texts]);

  return (
    <Suspense fallback={<p className="still meta">{texts.roomLoading}</p>}>
      <HostRoom roomId={id} hub={theHub()} lang={lang === "en" ? "en" : "de"} onLeave={() => go("/webinars")} />
    </Suspense>
  );
}
