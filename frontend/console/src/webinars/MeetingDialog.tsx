import { type ReactElement, useRef, useState } from "react";
import { uuid } from "../../../common/client";
import { Button } from "../../../common/ui/Button";
import { Modal } from "../../../common/ui/Modal";
import type { MeetingIn } from "../api/webinars";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { go } from "../lib/route";
import { say } from "../store/notices";
import { useLocale, useMe } from "../store/session";
import { MeetingForm } from "./MeetingForm";
import { problemWith, soon, startOf, tooMany } from "./meeting";
import { SiteField } from "./SiteField";
import { useStoring } from "./useStoring";

interface Props {
  onClose: () => void;
  /** With the visitor of a conversation; without it, a meeting of the house. */
  conversation?: string;
}

/** A meeting at once, or at a time on one's own clock. */
export default function MeetingDialog({ onClose, conversation }: Props): ReactElement {
  const all = useText();
  const texts = all.meetings;
  const { timeZone } = useLocale();
  const { sites } = useMe();
  const [site, setSite] = useState(sites[0]?.key ?? "");
  const [meeting, setMeeting] = useState(() => soon(now(), timeZone));
  const storing = useStoring();
  const id = useRef(uuid());

  const make = (atOnce: boolean): void => {
    const wrong = atOnce ? tooMany(meeting, all) : problemWith(meeting, null, now(), timeZone, all);
    if (wrong) {
      storing.fail(wrong);
      return;
    }
    const at = startOf(meeting, timeZone);
    const body: MeetingIn = {
      id: id.current,
      ...(conversation ? { conversation } : { site }),
      title: meeting.title.trim(),
      invited: meeting.invited.map((one) => one.id),
      ...(atOnce || at === undefined
        ? {}
        : { starts_at: new Date(at).toISOString(), duration_minutes: Number(meeting.duration) }),
    };
    storing.store(
      () => api.meet(body),
      (made) => {
        if (atOnce) go(`/rooms/${made.id}`);
        else say("plain", texts.made(meeting.invited.length));
        onClose();
      },
    );
  };

  return (
    <Modal
      isOpen
      onClose={onClose}
      title={texts.plan}
      footer={
        <>
          {conversation ? (
            <Button size="md" onPress={onClose}>
              {all.shell.cancel}
            </Button>
          ) : (
            <Button size="md" isPending={storing.busy} onPress={() => make(true)}>
              {texts.now}
            </Button>
          )}
          <Button size="md" look="primary" type="submit" form="meeting" isPending={storing.busy}>
            {texts.plan}
          </Button>
        </>
      }
    >
      <MeetingForm
        meeting={meeting}
        note={conversation ? texts.with : undefined}
        hint={texts.inviteHint}
        problem={storing.problem}
        onChange={(change) => {
          setMeeting((held) => ({ ...held, ...change }));
          storing.clear();
        }}
        onSubmit={() => make(false)}
      >
        {!conversation && sites.length > 1 && <SiteField value={site} sites={sites} onChange={setSite} />}
      </MeetingForm>
    </Modal>
  );
}
