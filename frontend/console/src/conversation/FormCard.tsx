import type { ReactElement } from "react";
import { State } from "../../../common/ui/State";
import { useText } from "../i18n";

interface Field {
  name: string;
  label: string;
}

/** A form that was sent: what it asks for, and whether it was filled in. The values stand with the person. */
export function FormCard({ body, done }: { body: Record<string, unknown>; done: boolean }): ReactElement {
  const texts = useText().talk;
  const fields = (Array.isArray(body["fields"]) ? body["fields"] : []) as Field[];
  return (
    <div className="card asked">
      <div className="row row--between">
        <strong className="strong clip">{String(body["title"] ?? "") || texts.formAsked}</strong>
        <State tone={done ? "good" : "wait"} icon={done ? "check" : "clock"}>
          {done ? texts.formDone : texts.formWaits}
        </State>
      </div>
      <p className="meta">{fields.map((field) => field.label).join(", ")}</p>
    </div>
  );
}
