import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { State } from "../../../common/ui/State";
import { useNow, useView } from "../model/context";
import { useWords } from "../texts";
import { OwnSources } from "../ui/OwnSources";
import { EndButton } from "./EndButton";
import { StepButton } from "./StepButton";

export function DeskBar({ onLeave }: { onLeave: () => void }): ReactElement {
  const { t, f, inLang } = useWords();
  const { room, me } = useView();
  const now = useNow();
  if (!room) return <header className="bar" />;
  const live = room.state === "live";
  const left = room.ends_at ? (Date.parse(room.ends_at) - now) / 1000 : null;
  return (
    <header className="bar host__bar">
      <h1>{inLang(room.title)}</h1>
      {live && room.live_at ? (
        <State tone="bad" dot>
          {t.room.live(f.clock((now - Date.parse(room.live_at)) / 1000))}
        </State>
      ) : (
        <State dot>{t.host.backstage}</State>
      )}
      <span className="meta host__plan">
        {live && room.ends_at && left !== null
          ? left >= 0
            ? t.host.until(f.time(room.ends_at), f.clock(left))
            : t.host.over(f.time(room.ends_at), f.clock(-left))
          : room.starts_at && t.host.planned(f.time(room.starts_at))}
      </span>
      <span className="push row host__do">
        <OwnSources />
        <span className="sep" aria-hidden="true" />
        {me?.role === "host" && (live ? <EndButton /> : <StepButton />)}
        <Button look="quiet" iconOnly icon="door" aria-label={t.host.leave} onPress={onLeave} />
      </span>
    </header>
  );
}
