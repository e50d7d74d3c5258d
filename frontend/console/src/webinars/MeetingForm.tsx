import type { FormEvent, ReactElement, ReactNode } from "react";
import { Field } from "../../../common/ui/Field";
import { useText } from "../i18n";
import { useLocale } from "../store/session";
import { DateInput } from "./DateInput";
import { InviteField } from "./InviteField";
import type { Meeting, Person } from "./meeting";
import { type Problem, textAt } from "./problems";
import { TimeInput } from "./TimeInput";
import { zoneName } from "./zoned";

interface Props {
  meeting: Meeting;
  /** Who was invited until now, and by whom. */
  before?: readonly Person[];
  planner?: readonly Person[];
  note: string | undefined;
  /** What becomes of those who are invited. */
  hint: string;
  /** Title and time stay: this is said of them instead. */
  fixed?: string | undefined;
  problem: Problem | undefined;
  onChange: (change: Partial<Meeting>) => void;
  onSubmit: () => void;
  children?: ReactNode;
}

/** What a meeting is made of. What does not fit stands at its field, or above all where it has none. */
export function MeetingForm(props: Props): ReactElement {
  const { meeting, before = [], planner = [], note, hint, fixed, problem, onChange, onSubmit, children } = props;
  const all = useText();
  const texts = all.webinars;
  const { timeZone } = useLocale();
  const fields = fixed ? ["invited"] : ["title", "starts_at", "duration_minutes", "invited"];
  const general = problem && !fields.includes(problem.field ?? "") ? problem.text : undefined;
  const start = textAt(problem, "starts_at");

  return (
    <form
      id="meeting"
      className="stack"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {note && <p className="soft">{note}</p>}
      {general && (
        <p className="words" role="alert" tabIndex={-1}>
          {general}
        </p>
      )}
      {fixed ? (
        <p className="strong">{fixed}</p>
      ) : (
        <>
          <Field
            label={all.meetings.subject}
            value={meeting.title}
            maxLength={200}
            autoFocus
            onChange={(title) => onChange({ title })}
            error={textAt(problem, "title")}
          />
          <div className="plan__when plan__when--short">
            <DateInput label={texts.fieldDate} value={meeting.date} onChange={(date) => onChange({ date })} error={start} />
            <TimeInput
              label={texts.fieldTime}
              value={meeting.time}
              onChange={(time) => onChange({ time })}
              {...(start ? { error: "" } : {})}
            />
            <Field
              label={texts.fieldDuration}
              inputMode="numeric"
              value={meeting.duration}
              maxLength={3}
              onChange={(duration) => onChange({ duration })}
              error={textAt(problem, "duration_minutes")}
            />
          </div>
          <p className="meta">{texts.zoneHint(meeting.time, zoneName(timeZone))}</p>
        </>
      )}
      {children}
      <InviteField
        value={meeting.invited}
        before={before}
        planner={planner}
        hint={hint}
        onChange={(invited) => onChange({ invited })}
        error={textAt(problem, "invited")}
      />
    </form>
  );
}
