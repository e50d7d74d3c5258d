import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { useRoom, useView } from "../model/context";
import { useWords } from "../texts";
import { useDoing } from "../ui/useDoing";

/** Opens the lobby, then goes live. */
export function StepButton(): ReactElement | null {
  const { t } = useWords();
  const room = useRoom();
  const { room: state } = useView();
  const { busy, error, run } = useDoing();
  if (!state || state.state === "live" || state.state === "ended") return null;
  return (
    <>
      {error && (
        <span className="field__error" role="alert">
          {error}
        </span>
      )}
      {state.state === "planned" && state.kind === "webinar" && (
        <Button isPending={busy} onPress={() => void run(() => room.step("open"))}>
          {t.host.open}
        </Button>
      )}
      <Button look="primary" icon="play" isPending={busy} onPress={() => void run(() => room.step("live"))}>
        {state.kind === "meeting" ? t.host.begin : t.host.goLive}
      </Button>
    </>
  );
}
