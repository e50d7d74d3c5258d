import type { ReactElement } from "react";
import { Icon } from "../../../common/ui/Icon";
import { State } from "../../../common/ui/State";
import { useMedia, useNow, useView } from "../model/context";
import { useWords } from "../texts";
import { Bars } from "./Bars";

export function Head(): ReactElement {
  const { t, f, inLang } = useWords();
  const { room } = useView();
  const { media, state } = useMedia();
  const now = useNow();
  const seconds = room?.live_at ? (now - Date.parse(room.live_at)) / 1000 : 0;
  const line = state.watching === "lost" ? 0 : state.line;
  return (
    <header className="room__head">
      <h1 className="clip">{inLang(room?.title)}</h1>
      <span className="room__facts">
        {room?.state === "live" && (
          <State tone="bad" dot>
            <span role="timer" aria-live="off">
              {t.room.liveSince(f.clock(seconds))}
            </span>
          </State>
        )}
        <State>
          <Icon name="users" />
          {t.room.here(room?.here ?? 0, f)}
        </State>
      </span>
      {media && (
        <span className="push state room__line">
          <Bars quality={line} />
          {state.watching === "connecting" ? t.room.connecting : t.room.line[line]}
        </span>
      )}
    </header>
  );
}
