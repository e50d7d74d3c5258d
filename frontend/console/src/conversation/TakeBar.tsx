import type { ReactElement } from "react";
import { Avatar } from "../../../common/ui/Avatar";
import { Button } from "../../../common/ui/Button";
import { useText } from "../i18n";
import { faceUrl } from "../lib/face";
import { caps } from "../lib/keys";
import { useCommand } from "../store/commands";
import { WaitsFor } from "./Header";
import type { Actions } from "./useActions";
import type { Conversation } from "./useConversation";

/** Why one cannot write to the visitor here, and what one can do about it. */
export function TakeBar({ talk, actions }: { talk: Conversation; actions: Actions }): ReactElement | null {
  const texts = useText();
  const words = texts.talk;
  const waiting = talk.access === "take";
  useCommand(
    waiting
      ? { id: "take", group: "conversation", label: words.take, icon: "check", keys: "mod+enter", run: actions.take }
      : null,
  );
  const assignee = talk.state?.assignee;
  const since = talk.detail.data?.row.waiting_since;

  if (waiting && actions.takenBy !== null) {
    // The line will say so in a moment; whoever was too late is told now.
    return (
      <div className="takebar takebar--lock" role="alert">
        <Avatar name={actions.takenBy} />
        <div>
          <p className="ink">{words.alreadyTaken(actions.takenBy)}</p>
        </div>
      </div>
    );
  }
  if (waiting) {
    return (
      <div className="takebar">
        <div>
          {since && (
            <p className="strong">
              {talk.name} · <WaitsFor since={since} />
            </p>
          )}
          <p>{words.takeText}</p>
        </div>
        <Button look="primary" size="md" isPending={actions.doing.has("take")} onPress={actions.take} keys={caps("mod+enter", texts.shell)}>
          {words.take}
        </Button>
      </div>
    );
  }
  if (talk.access === "locked" && assignee) {
    const taken = actions.takenBy !== null;
    return (
      <div className="takebar takebar--lock" role={taken ? "alert" : undefined}>
        <Avatar name={assignee.name} face={faceUrl(assignee.face)} />
        <div>
          <p className="ink">
            {taken ? words.alreadyTaken(actions.takenBy || assignee.name) : words.lockedBy(assignee.name)}
          </p>
          <p>{words.lockedNote}</p>
        </div>
      </div>
    );
  }
  if (talk.access === "closed") {
    return (
      <div className="takebar takebar--lock">
        <div>
          <p>{words.closedText}</p>
        </div>
      </div>
    );
  }
  return null;
}
