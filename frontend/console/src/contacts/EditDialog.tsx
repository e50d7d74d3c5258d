import { type FormEvent, type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import { Modal } from "../../../common/ui/Modal";
import { ApiError } from "../api/http";
import type { ContactDetail } from "../api/people";
import * as people from "../api/people";
import { useText } from "../i18n";
import { says } from "../lib/says";

interface Props {
  contact: ContactDetail;
  onClose: () => void;
  onSaved: () => void;
}

type Name = "name" | "company" | "job_title" | "place" | "email" | "phone";

/** Changes are made to the version that was read: somebody else's change in between is not lost. */
export function EditDialog({ contact, onClose, onSaved }: Props): ReactElement {
  const all = useText();
  const texts = all.contacts;
  const [values, setValues] = useState<Record<Name, string>>({
    name: contact.name,
    company: contact.company,
    job_title: contact.job_title,
    place: contact.place,
    email: "",
    phone: "",
  });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<{ field: string | undefined; text: string }>();

  const fields: { name: Name; label: string; type?: "email" | "tel" }[] = [
    { name: "name", label: all.person.name },
    { name: "job_title", label: all.person.jobTitle },
    { name: "company", label: all.person.company },
    { name: "place", label: all.person.place },
    { name: "email", label: texts.addEmail, type: "email" },
    { name: "phone", label: texts.addPhone, type: "tel" },
  ];
  const known = fields.some((field) => field.name === error?.field);

  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    people
      .changeContact(contact.id, { version: contact.version, ...values })
      .then(onSaved)
      .catch((cause: unknown) => {
        const field = cause instanceof ApiError ? cause.field : undefined;
        setError({ field, text: says(cause, all) });
      })
      .finally(() => setBusy(false));
  };

  return (
    <Modal
      isOpen
      onClose={onClose}
      title={texts.editTitle}
      footer={
        <>
          <Button size="md" onPress={onClose}>
            {all.shell.cancel}
          </Button>
          <Button size="md" look="primary" type="submit" form="edit-contact" isPending={busy}>
            {all.shell.save}
          </Button>
        </>
      }
    >
      <form id="edit-contact" className="stack" onSubmit={save}>
        {error && !known && (
          <p className="words" role="alert">
            {error.text}
          </p>
        )}
        {fields.map((field) => (
          <Field
            key={field.name}
            label={field.label}
            type={field.type ?? "text"}
            value={values[field.name]}
            onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            error={error?.field === field.name ? error.text : undefined}
          />
        ))}
        <p className="meta">{texts.asAdded}</p>
      </form>
    </Modal>
  );
}
