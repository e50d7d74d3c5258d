import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { useMedia, useView } from "../model/context";
import { useWords } from "../texts";
import { problemText } from "./problem";

/** What is the matter now, one line at most: the gravest. It goes without a word. */
export function Banner(): ReactElement {
  const { t } = useWords();
  const { status, room } = useView();
  const { media, state } = useMedia();
  const down = status.at === "waiting" || (status.at === "connecting" && room !== null);
  return (
    <div className="strips" role="status">
      {state.watching === "lost" ? (
        <p className="strip">{t.room.lost}</p>
      ) : down ? (
        <p className="strip">{t.room.offline}</p>
      ) : state.blocked ? (
        <p className="strip">
          {t.room.blocked}
          <Button look="primary" icon="volume" onPress={() => media?.unblock()}>
            {t.room.soundOn}
          </Button>
        </p>
      ) : state.problem ? (
        <p className="strip strip--bad">
          {problemText(state.problem, t)}
          <Button look="quiet" className="push" onPress={() => media?.forgive()}>
            {t.close}
          </Button>
        </p>
      ) : media && state.line === 1 && state.watching === "up" ? (
        <p className="strip">{t.room.poor}</p>
      ) : null}
    </div>
  );
}
