import { type ReactElement, useEffect, useRef } from "react";
import { Button } from "../../../common/ui/Button";
import { useRoom, useView } from "../model/context";
import { useWords } from "../texts";
import { useDoing } from "./useDoing";

/** Gives back the floor that a host gave. The focus goes on to the first of the controls. */
export function LeaveStage(): ReactElement | null {
  const { room: state, me } = useView();
  if (state?.may_speak === "all" || me?.role !== "attendee" || !me.may_publish?.length) return null;
  return <Leave participant={me.participant} />;
}

function Leave({ participant }: { participant: string }): ReactElement {
  const { t } = useWords();
  const room = useRoom();
  const { busy, error, run } = useDoing();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const bar = button.current?.parentElement;
    return () => {
      if (document.activeElement === document.body) bar?.querySelector("button")?.focus();
    };
  }, []);
  return (
    <Button
      ref={button}
      size="md"
      icon="stage"
      className="deck__down"
      isPending={busy}
      onPress={() => void run(() => room.floor(participant, false))}
    >
      <span aria-live="polite">{error || t.room.leaveStage}</span>
    </Button>
  );
}
