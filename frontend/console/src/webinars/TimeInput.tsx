import { parseTime } from "@internationalized/date";
import type { ReactElement } from "react";
import { DateInput as Segmented, DateSegment, FieldError, Label, TimeField } from "react-aria-components";

interface Props {
  label: string;
  /** "10:00", or empty. */
  value: string;
  onChange: (time: string) => void;
  error?: string | undefined;
}

/** A time of day, hours and minutes, in 24 hours. */
export function TimeInput({ label, value, onChange, error }: Props): ReactElement {
  return (
    <TimeField
      className="field"
      value={timeOf(value)}
      onChange={(time) => onChange(time?.toString().slice(0, 5) ?? "")}
      hourCycle={24}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      shouldForceLeadingZeros
    >
      <Label className="label">{label}</Label>
      <Segmented className="input input--parts parts">
        {(segment) => <DateSegment segment={segment} className="part" />}
      </Segmented>
      <FieldError className="field__error">{error}</FieldError>
    </TimeField>
  );
}

function timeOf(value: string): ReturnType<typeof parseTime> | null {
  try {
    return parseTime(value);
  } catch {
    return null;
  }
}
