import { type FormEvent, type ReactElement, useRef, useState } from "react";
import { uuid } from "../../../shared/client";
import { Button } from "../../../shared/ui/Button";
import { Field } from "../../../shared/ui/Field";
import { Modal } from "../../../shared/ui/Modal";
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

export function MeetingButton(): ReactElement {
  const texts = useText().webinars;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        {texts.meetingPlan}
      </Button>
      {isOpen && <MeetingDialog onClose={() => setOpen(false)} />}
    </>
  );
}

const HOUR_MS = 3_600_000;

/** A meeting of the house: at once, or at a time on one's own clock. */
function MeetingDialog({ onClose }: { onClose: () => void }): ReactElement {
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
      site,
      title: title.trim() || texts.meetingTitleDefault,
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
          <Button size="md" isPending={busy} onPress={() => make(true)}>
            {texts.meetingNow}
          </Button>
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
        {sites.length > 1 && <SiteField value={site} sites={sites} onChange={setSite} />}
        <p className="meta">{texts.zoneHint(time, zoneName(timeZone))}</p>
      </form>
    </Modal>
  );
}
