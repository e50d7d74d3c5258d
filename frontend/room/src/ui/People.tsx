import type { ReactElement } from "react";
import { Avatar } from "../../../common/ui/Avatar";
import type { StagePerson } from "../../../common/generated/events";
import { useMedia, useView } from "../model/context";
import { useWords } from "../texts";
import { faceUrl } from "./face";

export function People(): ReactElement {
  const { t, f, inLang } = useWords();
  const { room, me } = useView();
  const { state } = useMedia();
  const stage = (room?.stage ?? []).filter((person) => person.here !== false);
  const others = Math.max(0, (room?.here ?? 0) - stage.length);
  const says = (person: StagePerson): string => {
    const title = inLang(person.title);
    return [title, person.has_floor ? t.people.guest : person.role === "host" && !title ? t.people.host : ""]
      .filter(Boolean)
      .join(" · ");
  };
  return (
    <div className="scroll said" tabIndex={0}>
      <h2 className="label">{room?.kind === "meeting" ? t.people.everybody : t.people.onStage}</h2>
      <ul className="persons">
        {stage.map((person) => (
          <li key={person.participant}>
            <Avatar name={person.name} face={faceUrl(person.face)} />
            <div className="clip">
              <b className="strong">{person.participant === me?.participant ? t.you : person.name}</b>
              <p className="meta clip">{says(person)}</p>
            </div>
            {state.speaking.includes(person.participant) && <span className="meta">{t.people.speaker}</span>}
          </li>
        ))}
      </ul>
      {others > 0 && <p className="meta">{t.people.others(others, f)}</p>}
    </div>
  );
}
