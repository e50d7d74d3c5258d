import { parseDate } from "@internationalized/date";
import type { ReactElement } from "react";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput as Segmented,
  DatePicker,
  DateSegment,
  Dialog,
  FieldError,
  Group,
  Heading,
  Label,
  Popover,
} from "react-aria-components";
import { Icon } from "../../../common/ui/Icon";

interface Props {
  label: string;
  /** "2026-12-03", or empty. */
  value: string;
  onChange: (date: string) => void;
  error?: string | undefined;
}

/** A day, typed as people of the language write it, or chosen in a calendar. */
export function DateInput({ label, value, onChange, error }: Props): ReactElement {
  return (
    <DatePicker
      className="field"
      value={dateOf(value)}
      onChange={(date) => onChange(date?.toString() ?? "")}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      shouldForceLeadingZeros
    >
      <Label className="label">{label}</Label>
      <Group className="input input--parts">
        <Segmented className="parts">{(segment) => <DateSegment segment={segment} className="part" />}</Segmented>
        <Button className="combo__more">
          <Icon name="calendar" size="sm" />
        </Button>
      </Group>
      <FieldError className="field__error">{error}</FieldError>
      <Popover className="pop" offset={4}>
        <Dialog className="calendar">
          <Calendar>
            <header className="row">
              <Button slot="previous" className="btn btn--quiet btn--icon btn--sm">
                <Icon name="left" size="sm" />
              </Button>
              <Heading className="calendar__month" />
              <Button slot="next" className="btn btn--quiet btn--icon btn--sm">
                <Icon name="right" size="sm" />
              </Button>
            </header>
            <CalendarGrid weekdayStyle="short">
              <CalendarGridHeader>
                {(day) => <CalendarHeaderCell className="meta">{day}</CalendarHeaderCell>}
              </CalendarGridHeader>
              <CalendarGridBody>{(date) => <CalendarCell date={date} className="calendar__day" />}</CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

function dateOf(value: string): ReturnType<typeof parseDate> | null {
  try {
    return parseDate(value);
  } catch {
    return null;
  }
}
