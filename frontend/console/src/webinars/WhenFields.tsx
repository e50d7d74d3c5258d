import type { ReactElement } from "react";
import { Field } from "../../../common/ui/Field";
import { Segments } from "../../../common/ui/Segments";
import type { MaySpeak } from "../api/webinars";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { useLocale } from "../store/session";
import { DateInput } from "./DateInput";
import { type Problem, textAt } from "./problems";
import { type SiteChoice, SiteField } from "./SiteField";
import { TimeInput } from "./TimeInput";
import { moments, type Values } from "./values";
import { day, span } from "./when";
import { ZoneField } from "./ZoneField";

interface Props {
  values: Values;
  onChange: (change: Partial<Values>) => void;
  problem: Problem | undefined;
  /** To choose from; none when it cannot be changed any more. */
  sites: readonly SiteChoice[];
}

const SPEAK: readonly MaySpeak[] = ["hosts", "raised", "all"];

/** Day and time on the clocks of a zone, how long, on which website, and who may speak. */
export function WhenFields({ values, onChange, problem, sites }: Props): ReactElement {
  const texts = useText().webinars;
  const locale = useLocale();
  const found = moments(values);
  const meant = found.length > 1 && values.which === "second" ? found[1] : found[0];
  const there = meant === undefined ? "" : new Date(meant).toISOString();
  const minutes = Number(values.duration) || 0;
  const wrong = textAt(problem, "starts", "when");

  return (
    <section className="plan__part" aria-label={texts.when}>
      <div className="plan__head">
        <h2>{texts.when}</h2>
        {there && (
          <p className="meta push" role="status">
            {texts.yourTime(`${day(there, now(), locale, texts)}, ${span(there, minutes, locale, texts)}`)}
          </p>
        )}
      </div>
      <div className="plan__when">
        <DateInput
          label={texts.fieldDate}
          value={values.date}
          onChange={(date) => onChange({ date, which: "" })}
          error={wrong}
        />
        <TimeInput
          label={texts.fieldTime}
          value={values.time}
          onChange={(time) => onChange({ time, which: "" })}
          {...(wrong ? { error: "" } : {})}
        />
        <ZoneField
          value={values.zone}
          onChange={(zone) => onChange({ zone, which: "" })}
          error={textAt(problem, "time_zone")}
        />
        <Field
          label={texts.fieldDuration}
          inputMode="numeric"
          isRequired
          value={values.duration}
          maxLength={3}
          onChange={(duration) => onChange({ duration })}
          error={textAt(problem, "duration_minutes")}
        />
      </div>
      {found.length > 1 && (
        <div className="row row--wrap">
          <span className="soft">{texts.which}</span>
          <Segments
            label={texts.which}
            value={values.which || "none"}
            options={[
              { id: "first", label: texts.firstTime },
              { id: "second", label: texts.secondTime },
            ]}
            onChange={(which) => onChange({ which: which === "second" ? which : "first" })}
          />
        </div>
      )}
      {sites.length > 1 && (
        <SiteField value={values.site} sites={sites} onChange={(site) => onChange({ site })} />
      )}
      <div className="field">
        <span className="label">{texts.fieldMaySpeak}</span>
        <Segments
          label={texts.fieldMaySpeak}
          value={values.maySpeak}
          options={SPEAK.map((id) => ({ id, label: texts.maySpeakOf[id] ?? id }))}
          onChange={(maySpeak) => onChange({ maySpeak })}
        />
        <p className="meta">{texts.maySpeakHint[values.maySpeak]}</p>
      </div>
    </section>
  );
}
