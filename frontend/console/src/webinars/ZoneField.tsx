import { type ReactElement, useMemo, useState } from "react";
import { Button, ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";
import { Icon } from "../../../common/ui/Icon";
import { useText } from "../i18n";
import { useLocale } from "../store/session";
import { zoneName, zones } from "./zoned";

interface Props {
  value: string;
  onChange: (zone: string) => void;
  error: string | undefined;
}

/** A zone by its name; typing a city finds it. */
export function ZoneField({ value, onChange, error }: Props): ReactElement {
  const texts = useText().webinars;
  const { timeZone } = useLocale();
  const [typed, setTyped] = useState(zoneName(value));
  const all = useMemo(
    () => zones(timeZone, value).map((id) => ({ id, name: zoneName(id), words: id.replaceAll("_", " ") })),
    [timeZone, value],
  );
  const asked = typed.toLocaleLowerCase();
  const found = typed === zoneName(value) ? all : all.filter((zone) => zone.words.toLocaleLowerCase().includes(asked));

  return (
    <ComboBox
      className="field combo"
      items={found}
      inputValue={typed}
      onInputChange={setTyped}
      selectedKey={value}
      onSelectionChange={(key) => {
        if (key === null) return;
        setTyped(zoneName(String(key)));
        onChange(String(key));
      }}
      onBlur={() => setTyped(zoneName(value))}
      menuTrigger="focus"
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label>{texts.fieldZone}</Label>
      <div className="combo__box">
        <Input
          className="input"
          onKeyDown={(event) => {
            // What was typed and is no zone yet must not send the form.
            if (event.key === "Enter" && typed !== zoneName(value)) event.preventDefault();
          }}
        />
        <Button className="combo__more">
          <Icon name="down" size="sm" />
        </Button>
      </div>
      <FieldError className="field__error">{error}</FieldError>
      <Popover className="pop combo__pop" offset={4}>
        <ListBox className="menu">
          {(zone: { id: string; name: string; words: string }) => (
            <ListBoxItem id={zone.id} textValue={zone.name} className="menu__item">
              <span className="clip">{zone.name}</span>
              <span className="meta push clip">{zone.words}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
