import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { type Tile as TileData, layout } from "../media/layout";
import { useMedia, useRoom, useView } from "../model/context";
import { useWords } from "../texts";
import { Bars } from "../ui/Bars";
import { Tile } from "../ui/Tile";
import { useDoing } from "../ui/useDoing";

export function OnStage(): ReactElement {
  const { t, f } = useWords();
  const { room, me } = useView();
  const { state } = useMedia();
  const { tiles } = layout({
    stage: room?.stage ?? [],
    slots: state.slots,
    speaking: state.speaking,
    me: me?.participant ?? "",
    myCamera: state.own.camera === "on",
  });
  return (
    <section className="sec">
      <div className="sec__head">
        <h2>{t.host.stage}</h2>
        <span className="meta">{t.host.onStage(tiles.length, f)}</span>
      </div>
      {tiles.length === 0 && <p className="meta">{t.room.nobody}</p>}
      <ul className="on">
        {tiles.map((tile) => (
          <Row key={tile.person.participant} tile={tile} />
        ))}
      </ul>
    </section>
  );
}

function Row({ tile }: { tile: TileData }): ReactElement {
  const { t, inLang } = useWords();
  const room = useRoom();
  const { me, lines } = useView();
  const { state } = useMedia();
  const { error, run } = useDoing();
  const { person, heard, speaks, mine } = tile;
  const line = lines[person.participant] ?? (mine ? state.line : 3);
  const says = speaks ? t.host.speaks : person.has_floor ? t.people.guest : inLang(person.title) || t.room.line[line];
  const hosts = me?.role === "host";
  return (
    <li data-participant={person.participant}>
      <Tile tile={tile} bare />
      <div className="clip">
        <b className="strong clip">{mine ? t.you : person.name}</b>
        <span className="state">
          <Bars quality={line} title={t.room.line[line] ?? ""} />
          <span className="clip">{error || says}</span>
        </span>
      </div>
      <span className="row row--tight">
        {hosts && !mine && (
          <Button
            look="quiet"
            iconOnly
            icon={heard ? "mic" : "micOff"}
            isDisabled={!heard}
            aria-label={heard ? t.host.mute(person.name) : t.host.muted(person.name)}
            onPress={() => void run(() => room.silence(person.participant, "microphone"))}
          />
        )}
        {hosts && person.has_floor && (
          <Button
            look="quiet"
            iconOnly
            icon="door"
            aria-label={t.host.takeFloor(person.name)}
            onPress={() => void run(() => room.floor(person.participant, false))}
          />
        )}
      </span>
    </li>
  );
}
