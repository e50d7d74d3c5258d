import { type ReactElement, useId } from "react";
import { useText } from "../i18n";

export interface SiteChoice {
  key: string;
  name: string;
}

interface Props {
  value: string;
  sites: readonly SiteChoice[];
  onChange: (key: string) => void;
}

export function SiteField({ value, sites, onChange }: Props): ReactElement {
  const texts = useText().webinars;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{texts.fieldSite}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {sites.map((each) => (
          <option key={each.key} value={each.key}>
            {each.name}
          </option>
        ))}
      </select>
    </div>
  );
}
