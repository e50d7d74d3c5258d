import { useRef, useState } from "preact/hooks";
import { ActionError } from "../../../common/client";
import type { Field, FormCard } from "../../../common/generated/events";
import { useAround } from "../ui/hooks";
import { Icon } from "../ui/Icon";
import { Privacy } from "../ui/Privacy";

export type FormBody = Partial<FormCard>;

interface FormProps {
  log: string;
  seq: number;
  body: FormBody;
  submitted: boolean;
  privacyUrl: string | undefined;
}

type Errors = Record<string, string>;

/** A form that somebody asked for. Consents are unticked, each with its own wording and version. */
export function Form({ log, seq, body, submitted, privacyUrl }: FormProps) {
  const { visitor, t } = useAround();
  const id = `card-${seq}`;
  const [values, setValues] = useState<Record<string, string>>({});
  const [given, setGiven] = useState<Record<string, boolean>>({});
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const fields = body.fields ?? [];
  const consents = body.consents ?? [];

  if (submitted || done) {
    return (
      <p class="card done" role="status">
        <Icon name="check" small />
        {body.title ? <span class="soft">{body.title}</span> : null}
        {t.submitted}
      </p>
    );
  }

  const fail = (found: Errors): void => {
    setErrors(found);
    const first = fields.find((field) => found[field.name])?.name;
    if (first) (form.current?.elements.namedItem(first) as HTMLElement | null)?.focus();
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const empty = fields.filter((field) => field.required && !(values[field.name] ?? "").trim());
    if (empty.length > 0) return fail(Object.fromEntries(empty.map((field) => [field.name, t.missing])));
    setErrors({});
    setBusy(true);
    try {
      await visitor.act(log, seq, "form.submit", {
        fields: Object.fromEntries(fields.map(({ name }) => [name, values[name] ?? ""])),
        consents: consents.map(({ key, version }) => ({ key, version, given: given[key] ?? false })),
      });
      setDone(true);
    } catch (error) {
      const where = error instanceof ActionError ? (error.field?.split(".").at(-1) ?? "") : "";
      const known = fields.some((field) => field.name === where);
      fail({ [known ? where : "form"]: error instanceof Error && error.message ? error.message : t.failed });
    } finally {
      setBusy(false);
    }
  };
  const one = fields.length === 1;
  const button = (
    <button class="btn btn--primary" type="submit" aria-disabled={busy}>
      {t.send}
    </button>
  );
  return (
    <form ref={form} class="card form" aria-labelledby={id} noValidate onSubmit={(event) => void submit(event)}>
      <h2 class="form__title" id={id}>
        {body.title}
      </h2>
      {fields.map((field) => {
        const problem = errors[field.name];
        const shared = {
          id: `${id}-${field.name}`,
          name: field.name,
          class: field.type === "textarea" ? "input input--area" : "input",
          value: values[field.name] ?? "",
          required: field.required,
          "aria-invalid": problem ? true : undefined,
          "aria-describedby": problem ? `${id}-${field.name}-error` : undefined,
          onInput: (event: { currentTarget: { value: string } }) =>
            setValues({ ...values, [field.name]: event.currentTarget.value }),
        };
        return (
          <div class="field" key={field.name}>
            <label for={shared.id}>
              {field.label}
              {!field.required && <span class="meta"> {t.optional}</span>}
            </label>
            <div class={one ? "form__row" : ""}>
              {field.type === "textarea" ? (
                <textarea {...shared} rows={3} />
              ) : (
                <input {...shared} {...kind(field)} />
              )}
              {one && button}
            </div>
            {problem && (
              <p class="error" id={`${id}-${field.name}-error`}>
                {problem}
              </p>
            )}
          </div>
        );
      })}
      {consents.map((consent) => (
        <label class="check" key={consent.key}>
          <input
            type="checkbox"
            checked={given[consent.key] ?? false}
            onChange={(event) => setGiven({ ...given, [consent.key]: event.currentTarget.checked })}
          />
          <span>
            {consent.text} <Privacy url={privacyUrl} />
          </span>
        </label>
      ))}
      {errors.form && (
        <p class="error" role="alert">
          {errors.form}
        </p>
      )}
      {!one && button}
    </form>
  );
}

/** The union of types is too narrow for preact's JSX, which wants one element a type. */
function kind({ name, type }: Field): object {
  const known = type === "email" || type === "tel";
  const fill = known ? type : name === "name" ? "name" : name === "company" ? "organization" : "on";
  return { type: known ? type : "text", autocomplete: fill };
}
