import { type ReactElement, type ReactNode, useRef } from "react";
import { useView } from "../model/context";
import { useWords } from "../texts";
import { Banner } from "./Banner";
import { Controls } from "./Controls";
import { FloorDialog } from "./FloorDialog";
import { Head } from "./Head";
import { Side } from "./Side";
import { Stage } from "./Stage";

interface Props {
  onLeave: () => void;
  plain?: boolean;
  /** Further buttons, for hosts. */
  children?: ReactNode;
}

/** The room while it is live: a webinar's hall, or a meeting with everybody on the stage. */
export function RoomScreen({ onLeave, plain = false, children }: Props): ReactElement {
  const { t } = useWords();
  const { room } = useView();
  const stage = useRef<HTMLElement>(null);
  return (
    <div className="room" data-kind={room?.kind}>
      <Head />
      <div className="room__notes">
        <Banner />
        <FloorDialog />
      </div>
      <main className="room__stage" ref={stage} aria-label={t.room.stage}>
        <Stage />
      </main>
      <Controls stage={stage} onLeave={onLeave} plain={plain}>
        {children}
      </Controls>
      <Side />
    </div>
  );
}
