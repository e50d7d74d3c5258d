import { type FormEvent, type ReactElement, useRef, useState } from "react";
import { uuid } from "../../../common/client";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import { Modal } from "../../../common/ui/Modal";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { go } from "../lib/route";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { useLocale, useMe } from "../store/session";
import { DateInput } from "./DateInput";
import { SiteField } from "./SiteField";
import { TimeInput } from "./TimeInput";
import { instants, wallTime, zoneName } from "./zoned";

const HOUR_MS = 3_600_000;

interface Props {
  onClose: () => void;
  /** With the visitor of a conversation; without it, a meeting of the house. */
  conversation?: string;
}

/** A meeting at once, or at a time on one's own clock. */
export default function MeetingDialog({ onClose, conversation }: Props): ReactElement {
  const all = useText();
  const texts = all.webinars;
  const { timeZone } = useLocale();
  const { sites } = useMe();
  const [site, setSite] = useState(sites[0]?.key ?? "");
  const start = wallTime(Math.ceil(now() / HOUR_MS) * HOUR_MS, timeZone);
  const [title, setTitle] = useState("");
  const [date, setDate] = useState(start.slice(0, 10));
  const [time, setTime] = useState(start.slice(11));
  const [duration, setDuration] = useState("30");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const id = useRef(uuid());
  const at = instants(`${date}T${time}`, timeZone)[0];

  const make = (soon: boolean): void => {
    if (busy) return;
    if (!soon && at === undefined) {
      setError(texts.skipped);
      return;
    }
    setBusy(true);
    setError("");
    const body: api.MeetingIn = {
      id: id.current,
      ...(conversation ? { conversation } : { site }),
      title: title.trim(),
      ...(soon || at === undefined
        ? {}
        : { starts_at: new Date(at).toISOString(), duration_minutes: Number(duration) || 30 }),
    };
    api
      .meet(body)
      .then((made) => {
        if (soon) go(`/rooms/${made.id}`);
        else say("plain", texts.meetingPlanned);
        onClose();
      })
      .catch((cause: unknown) => setError(says(cause, all)))
      .finally(() => setBusy(false));
  };

  return (
    <Modal
      isOpen
      onClose={onClose}
      title={texts.meetingPlan}
      footer={
        <>
          {conversation ? (
            <Button size="md" onPress={onClose}>
              {all.shell.cancel}
            </Button>
          ) : (
            <Button size="md" isPending={busy} onPress={() => make(true)}>
              {texts.meetingNow}
            </Button>
          )}
          <Button size="md" look="primary" type="submit" form="meeting" isPending={busy}>
            {texts.meetingPlan}
          </Button>
        </>
      }
    >
      <form
        id="meeting"
        className="stack"
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          make(false);
        }}
      >
        {conversation && <p className="soft">{texts.meetingWith}</p>}
        {error && (
          <p className="words" role="alert">
            {error}
          </p>
        )}
        <Field label={texts.meetingTitle} value={title} maxLength={200} autoFocus onChange={setTitle} />
        <div className="plan__when plan__when--short">
          <DateInput label={texts.fieldDate} value={date} onChange={setDate} />
          <TimeInput label={texts.fieldTime} value={time} onChange={setTime} />
          <Field label={texts.fieldDuration} inputMode="numeric" value={duration} maxLength={3} onChange={setDuration} />
        </div>
        {!conversation && sites.length > 1 && <SiteField value={site} sites={sites} onChange={setSite} />}
        <p className="meta">{texts.zoneHint(time, zoneName(timeZone))}</p>
      </form>
    </Modal>
  );
}
