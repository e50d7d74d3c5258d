import { type ReactElement, type ReactNode, type RefObject, useEffect, useState } from "react";
import { Toolbar } from "react-aria-components";
import { Button } from "../../../common/ui/Button";
import { useMedia, useRoom, useView } from "../model/context";
import { useStore } from "../model/store";
import { useWords } from "../texts";
import { LeaveStage } from "./LeaveStage";
import { OwnSources } from "./OwnSources";
import { setTheme, theme } from "./theme";
import { useFullScreen } from "./useFullScreen";

interface Props {
  stage: RefObject<HTMLElement | null>;
  onLeave: () => void;
  /** In the console: the look is the console's. */
  plain?: boolean;
  children?: ReactNode;
}

/** What one can do in the room. Arrow keys move along; Tab goes past. */
export function Controls({ stage, onLeave, plain = false, children }: Props): ReactElement {
  const { t } = useWords();
  const look = useStore(theme);
  const { full, toggle } = useFullScreen(stage);
  return (
    <section className="deck" aria-label={t.room.controls}>
      <Toolbar className="deck__bar" aria-label={t.room.controls}>
        <Hand />
        <OwnSources size="md" />
        <LeaveStage />
        <Sound />
        {toggle && (
          <Button
            size="md"
            iconOnly
            icon={full ? "shrink" : "expand"}
            aria-label={full ? t.room.notFull : t.room.full}
            aria-pressed={full}
            onPress={toggle}
          />
        )}
        {!plain && (
          <Button
            size="md"
            iconOnly
            icon={look === "dark" ? "sun" : "moon"}
            className="deck__theme"
            aria-label={look === "dark" ? t.room.light : t.room.dark}
            onPress={() => setTheme(look === "dark" ? "light" : "dark")}
          />
        )}
        <span className="push" />
        {children}
        <Button size="md" icon="door" className="deck__leave" aria-label={t.room.leave} onPress={onLeave}>
          <span className="deck__word">{t.room.leave}</span>
        </Button>
      </Toolbar>
    </section>
  );
}

function Hand(): ReactElement | null {
  const { t } = useWords();
  const room = useRoom();
  const { room: state, me } = useView();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const place = me?.hand ?? 0;
  const up = wanted ?? place > 0;
  useEffect(() => setWanted(null), [place]);
  if (state?.may_speak !== "raised" || state.state !== "live" || me?.role !== "attendee") return null;
  if (me.may_publish?.length) return null;
  return (
    <Button
      size="md"
      icon="hand"
      className="deck__hand"
      aria-pressed={up}
      onPress={() => {
        setWanted(!up);
        room.hand(!up).catch(() => setWanted(null));
      }}
    >
      <span aria-live="polite">{up ? t.room.raised(place) : t.room.raise}</span>
    </Button>
  );
}

function Sound(): ReactElement | null {
  const { t, f } = useWords();
  const { media, state } = useMedia();
  if (!media) return null;
  const percent = Math.round(state.volume * 100);
  return (
    <span className="sound">
      <Button
        size="md"
        iconOnly
        icon={state.silenced ? "volumeOff" : "volume"}
        aria-label={state.silenced ? t.room.unmute : t.room.mute}
        aria-pressed={state.silenced}
        onPress={() => media.setVolume(state.volume, !state.silenced)}
      />
      <input
        className="volume"
        type="range"
        min={0}
        max={100}
        step={5}
        value={state.silenced ? 0 : percent}
        aria-label={t.room.volume}
        aria-valuetext={`${f.number(percent)} %`}
        onChange={(event) => {
          const volume = Number(event.target.value) / 100;
          media.setVolume(volume, volume === 0);
        }}
      />
    </span>
  );
}
