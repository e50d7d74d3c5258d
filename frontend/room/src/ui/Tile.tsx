import type { ReactElement } from "react";
import { Avatar } from "../../../common/ui/Avatar";
import { cx } from "../../../common/ui/cx";
import { Icon } from "../../../common/ui/Icon";
import type { Tile as TileData } from "../media/layout";
import { useMedia } from "../model/context";
import { useWords } from "../texts";
import { faceUrl } from "./face";
import { OwnPicture, Picture } from "./Picture";

/** A person on the stage: their camera, or their face; named, with a border while they speak. */
export function Tile({ tile, bare = false }: { tile: TileData; bare?: boolean }): ReactElement {
  const { t } = useWords();
  const { media, state } = useMedia();
  const { person, camera, mine, speaks, heard } = tile;
  const own = mine && state.own.camera === "on" ? (media?.ownTrack("camera") ?? null) : null;
  const name = mine ? t.you : person.name;
  return (
    <figure
      className={cx("cam", !own && !camera && "cam--still")}
      data-participant={person.participant}
      data-speaks={speaks || undefined}
    >
      {own ? (
        <OwnPicture track={own} label={name} />
      ) : camera && !mine ? (
        <Picture stream={media?.stream("video", camera.slot) ?? null} label={name} />
      ) : (
        <Avatar name={person.name} face={faceUrl(person.face)} size={bare ? "sm" : "xl"} />
      )}
      {!bare && (
        <figcaption>
          <span>
            {name}
            {!heard && !(mine && state.own.microphone === "on") && (
              <>
                <Icon name="micOff" size="sm" />
                <span className="sr">{t.room.micOff}</span>
              </>
            )}
          </span>
        </figcaption>
      )}
    </figure>
  );
}
