import { type ReactElement, useEffect, useRef, useState } from "react";
import { columns, layout } from "../media/layout";
import { useMedia, useView } from "../model/context";
import { useWords } from "../texts";
import { OwnPicture, Picture } from "./Picture";
import { Tile } from "./Tile";

/** Everything that is seen: the shared screen large and the people in a strip, or the people alone. */
export function Stage(): ReactElement {
  const { t } = useWords();
  const { room, me } = useView();
  const { media, state } = useMedia();
  const seen = layout({
    stage: room?.stage ?? [],
    slots: state.slots,
    speaking: state.speaking,
    me: me?.participant ?? "",
    myCamera: state.own.camera === "on",
  });
  const { screen, tiles } = seen;

  if (screen) {
    const label = screen.mine ? t.room.screenMine : t.room.screenOf(screen.person?.name ?? "");
    return (
      <div className="stage stage--screen" aria-label={t.room.stage} role="group">
        <figure className="screen" data-screen>
          {screen.mine ? (
            <OwnPicture track={media?.ownTrack("screen") ?? null} label={label} whole />
          ) : (
            <Picture stream={media?.stream("video", screen.slot.slot) ?? null} label={label} whole />
          )}
        </figure>
        <div className="strip-cams">
          {tiles.map((tile) => (
            <Tile key={tile.person.participant} tile={tile} />
          ))}
        </div>
      </div>
    );
  }
  if (tiles.length === 0) {
    return (
      <div className="stage stage--empty" role="group" aria-label={t.room.stage}>
        <p>{room?.kind === "meeting" ? t.room.alone : t.room.nobody}</p>
      </div>
    );
  }
  return <Grid count={tiles.length} label={t.room.stage}>{tiles.map((tile) => (
    <Tile key={tile.person.participant} tile={tile} />
  ))}</Grid>;
}

/** Tiles as large as they can be. */
function Grid({ count, label, children }: { count: number; label: string; children: ReactElement[] }): ReactElement {
  const area = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 16, height: 9 });
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const across = columns(count, size.width, size.height);
  const down = Math.ceil(count / across);
  const gap = 12;
  const wide = Math.floor(
    Math.min((size.width - gap * (across - 1)) / across, ((size.height - gap * (down - 1)) / down) * (16 / 9)),
  );
  return (
    <div
      className="stage stage--grid"
      role="group"
      aria-label={label}
      ref={(element) => {
        area.current = element;
        element?.style.setProperty("--tile", `${Math.max(96, wide)}px`);
      }}
    >
      {children}
    </div>
  );
}
