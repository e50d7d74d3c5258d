import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Modal } from "../../../common/ui/Modal";
import { useRoom, useView } from "../model/context";
import { useWords } from "../texts";
import { useDoing } from "../ui/useDoing";

/** It cannot be undone for those who are thrown out, so it asks. */
export function EndButton(): ReactElement {
  const { t, f } = useWords();
  const room = useRoom();
  const { room: state } = useView();
  const [asks, setAsks] = useState(false);
  const { busy, error, run } = useDoing();
  const meeting = state?.kind === "meeting";
  return (
    <>
      <Button look="bad" onPress={() => setAsks(true)}>
        {meeting ? t.host.endMeeting : t.host.end}
      </Button>
      <Modal
        isOpen={asks}
        onClose={() => setAsks(false)}
        title={meeting ? t.host.endMeetingTitle : t.host.endTitle}
        footer={
          <>
            <Button size="md" onPress={() => setAsks(false)}>
              {t.cancel}
            </Button>
            <Button
              size="md"
              look="bad"
              isPending={busy}
              onPress={() => void run(() => room.step("end")).then((done) => done && setAsks(false))}
            >
              {t.host.endNow}
            </Button>
          </>
        }
      >
        <p>{t.host.endText(state?.here ?? 0, f)}</p>
        {error && (
          <p className="field__error" role="alert">
            {error}
          </p>
        )}
      </Modal>
    </>
  );
}
