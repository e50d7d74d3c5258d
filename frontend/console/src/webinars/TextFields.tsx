import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import { Segments } from "../../../common/ui/Segments";
import type { Takeaway, WebinarText } from "../api/webinars";
import { useText } from "../i18n";
import { type Problem, textAt } from "./problems";
import { LANGS, type Lang, type Values } from "./values";

interface Props {
  values: Values;
  shown: Lang;
  onShow: (lang: Lang) => void;
  onChange: (change: Partial<Values>) => void;
  problem: Problem | undefined;
  /** The spoken language stays what it is once the webinar is there. */
  fixed: boolean;
}

const MOST = 8;

/** Title, summary and takeaways, a language at a time. */
export function TextFields({ values, shown, onShow, onChange, problem, fixed }: Props): ReactElement {
  const texts = useText().webinars;
  const text = values.texts[shown];
  const at = `texts.${shown}`;
  const languages = LANGS.map((id) => ({ id, label: texts.languageName[id] ?? id }));

  const set = (change: Partial<WebinarText>): void =>
    onChange({ texts: { ...values.texts, [shown]: { ...text, ...change } } });
  const point = (index: number, change: Partial<Takeaway>): void =>
    set({ takeaways: text.takeaways.map((each, n) => (n === index ? { ...each, ...change } : each)) });

  return (
    <section className="plan__part" aria-label={texts.what}>
      <div className="plan__head">
        <h2>{texts.what}</h2>
        <span className="row push">
          {!fixed && (
            <label className="row">
              <span className="label">{texts.fieldSpoken}</span>
              <select
                className="input input--sm"
                value={values.language}
                onChange={(event) => {
                  const language = event.target.value as Lang;
                  onChange({ language });
                  onShow(language);
                }}
              >
                {languages.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
          )}
          <Segments label={texts.textsIn} value={shown} options={languages} onChange={onShow} />
        </span>
      </div>
      {shown !== values.language && <p className="meta">{texts.notSpoken}</p>}
      <Field
        label={texts.fieldTitle}
        value={text.title}
        maxLength={160}
        isRequired={shown === values.language}
        onChange={(title) => set({ title })}
        error={textAt(problem, `${at}.title`)}
      />
      <Field
        label={texts.fieldSummary}
        rows={3}
        value={text.summary}
        maxLength={2000}
        onChange={(summary) => set({ summary })}
        error={textAt(problem, `${at}.summary`)}
      />
      <fieldset className="stack stack--tight">
        <legend className="label">{texts.fieldTakeaways}</legend>
        {text.takeaways.map((each, index) => (
          <div className="plan__pair" key={index}>
            <Field
              label={texts.takeawayTitle}
              value={each.title}
              maxLength={120}
              onChange={(title) => point(index, { title })}
            />
            <Field
              label={texts.takeawayText}
              value={each.text}
              maxLength={400}
              onChange={(said) => point(index, { text: said })}
            />
            <Button
              look="quiet"
              iconOnly
              icon="close"
              size="md"
              aria-label={texts.removeTakeaway(index + 1)}
              onPress={() => set({ takeaways: text.takeaways.filter((_, n) => n !== index) })}
            />
          </div>
        ))}
        {textAt(problem, `${at}.takeaways`) && (
          <p className="field__error" role="alert">
            {textAt(problem, `${at}.takeaways`)}
          </p>
        )}
        {text.takeaways.length < MOST && (
          <p>
            <Button
              look="quiet"
              icon="plus"
              className="btn--lead"
              onPress={() => set({ takeaways: [...text.takeaways, { title: "", text: "" }] })}
            >
              {texts.addTakeaway}
            </Button>
          </p>
        )}
      </fieldset>
    </section>
  );
}
