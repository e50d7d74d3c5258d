import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Modal } from "../../../common/ui/Modal";
import type { RoomRow } from "../api/webinars";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { say } from "../store/notices";
import { useLocale, useMe } from "../store/session";
import { CancelDialog } from "./CancelDialog";
import { MeetingForm } from "./MeetingForm";
import { changes, guests, hearing, meetingOf, planner, problemWith, tooMany } from "./meeting";
import { useStoring } from "./useStoring";
import { day, until } from "./when";

interface Props {
  /** As it was when somebody began to change it. */
  row: RoomRow;
  onClose: () => void;
}

/** What may still be changed of a meeting: of a running one, who else is asked in. */
export default function MeetingChange({ row, onClose }: Props): ReactElement {
  const all = useText();
  const texts = all.meetings;
  const locale = useLocale();
  const me = useMe();
  const [meeting, setMeeting] = useState(() => meetingOf(row, locale.timeZone));
  const [cancelling, setCancelling] = useState(false);
  const storing = useStoring();
  const [begun, setBegun] = useState(row.state !== "planned");
  // It began while the dialog was open: what is left to be changed is who is asked.
  if (!begun && storing.problem?.code === "meeting_begun") setBegun(true);
  const fixed = begun || Boolean(row.conversation);
  const told = guests(row).filter((one) => one.id !== me.id).length;
  const at = row.starts_at ?? row.live_at;

  const done = (words: string): void => {
    say("plain", words);
    onClose();
  };
  const save = (): void => {
    const wrong = fixed
      ? tooMany(meeting, all)
      : problemWith(meeting, meetingOf(row, locale.timeZone), now(), locale.timeZone, all);
    if (wrong) {
      storing.fail(wrong);
      return;
    }
    const change = changes(meeting, row, locale.timeZone);
    const body = fixed ? { ...(change.invited ? { invited: change.invited } : {}) } : change;
    if (Object.keys(body).length === 0) onClose();
    else storing.store(() => api.changeMeeting(row.id, body), () => done(texts.changed));
  };

  return (
    <>
      <Modal
        isOpen
        onClose={onClose}
        title={begun ? texts.askTitle : texts.changeTitle}
        footer={
          <>
            {!begun && (
              <Button size="md" look="bad" isPending={storing.busy} onPress={() => setCancelling(true)}>
                {texts.cancelIt}
              </Button>
            )}
            <Button size="md" onPress={onClose}>
              {all.shell.close}
            </Button>
            <Button size="md" look="primary" type="submit" form="meeting" isPending={storing.busy}>
              {all.shell.save}
            </Button>
          </>
        }
      >
        <MeetingForm
          meeting={meeting}
          before={guests(row)}
          planner={planner(row)}
          note={begun ? texts.askNote : row.conversation ? texts.agreed : told > 0 ? texts.changeNote : undefined}
          hint={texts.inviteMore}
          fixed={
            fixed
              ? [row.title, at && `${day(at, now(), locale, all.webinars)}, ${until(at, row.ends_at ?? "", locale, all.webinars)}`]
                  .filter(Boolean)
                  .join(" · ")
              : undefined
          }
          problem={storing.problem}
          onChange={(change) => {
            setMeeting((held) => ({ ...held, ...change }));
            storing.clear();
          }}
          onSubmit={save}
        />
      </Modal>
      <CancelDialog
        isOpen={cancelling}
        title={texts.cancelTitle}
        text={[texts.cancelText(hearing(row, me.id)), row.conversation && texts.cancelVisitor].filter(Boolean).join(" ")}
        label={texts.cancelPlain}
        onClose={() => setCancelling(false)}
        onCancel={() => storing.store(() => api.cancelMeeting(row.id), () => done(texts.cancelled))}
      />
    </>
  );
}
