import { type ReactElement, useMemo, useRef, useState } from "react";
import {
  Button as AriaButton,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Tag,
  TagGroup,
  TagList,
  Text,
} from "react-aria-components";
import { Avatar } from "../../../common/ui/Avatar";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import * as calls from "../api/calls";
import { useText } from "../i18n";
import { faceUrl } from "../lib/face";
import { holds } from "../palette/scope";
import { useResource } from "../store/resource";
import { useMe } from "../store/session";
import { invitable, type Person } from "./meeting";

interface Props {
  value: readonly Person[];
  /** Who was invited until now, and by whom. */
  before: readonly Person[];
  planner: readonly Person[];
  hint: string;
  onChange: (invited: Person[]) => void;
  error: string | undefined;
}

/** Colleagues by their names: the list stays open while one takes several; below, they are let go of. */
export function InviteField({ value, before, planner, hint, onChange, error }: Props): ReactElement {
  const all = useText();
  const texts = all.meetings;
  const me = useMe();
  const team = useResource("team", (signal) => calls.team(signal));
  const [typed, setTyped] = useState("");
  const input = useRef<HTMLInputElement>(null);
  // Another array is another choice to the field: it would empty what is typed.
  const ids = useMemo(() => value.map((one) => one.id), [value]);
  const people = invitable(team.data ?? [], before, planner, me.id);
  const found = typed ? people.filter((one) => holds(`${one.name} ${one.title}`, typed)) : people;

  const choose = (chosen: readonly unknown[]): void => {
    const known = [...value, ...people.filter((one) => !value.some((each) => each.id === one.id))];
    onChange(known.filter((one) => chosen.includes(one.id)).map(({ id, name }) => ({ id, name })));
  };
  const drop = (gone: Set<unknown>): void => {
    const rest = value.filter((one) => !gone.has(one.id));
    onChange(rest);
    if (rest.length === 0) input.current?.focus();
  };

  return (
    <div className="stack stack--tight">
      {team.error !== undefined && !team.data ? (
        <div className="field" role="group" aria-label={texts.invite}>
          <span className="label">{texts.invite}</span>
          <p className="meta">{texts.inviteAway}</p>
          <p>
            <Button look="quiet" icon="refresh" className="btn--lead" onPress={team.reload}>
              {all.shell.retry}
            </Button>
          </p>
          {error && <p className="field__error">{error}</p>}
        </div>
      ) : (
        <ComboBox
          className="field combo"
          items={found}
          onInputChange={setTyped}
          selectionMode="multiple"
          value={ids}
          onChange={choose}
          menuTrigger="focus"
          allowsEmptyCollection
          isInvalid={error !== undefined}
          validationBehavior="aria"
        >
          <Label>{texts.invite}</Label>
          <div className="combo__box">
            <Input
              ref={input}
              className="input"
              placeholder={texts.inviteFind}
              onKeyDown={(event) => {
                // Enter takes a name; it never sends the form.
                if (event.key === "Enter") event.preventDefault();
              }}
            />
            <AriaButton className="combo__more">
              <Icon name="down" size="sm" />
            </AriaButton>
          </div>
          <Text slot="description" className="meta">
            {hint}
          </Text>
          <FieldError className="field__error">{error}</FieldError>
          <Popover className="pop combo__pop" offset={4}>
            <ListBox
              className="menu guests__list"
              dependencies={[value]}
              renderEmptyState={() => (
                <p className="menu__empty">
                  {!team.data ? all.shell.loading : typed ? all.webinars.noHits(typed) : texts.inviteNobody}
                </p>
              )}
            >
              {(one: (typeof people)[number]) => (
                <ListBoxItem id={one.id} textValue={one.name} className="menu__item">
                  <Avatar name={one.name} face={faceUrl(one.face)} size="sm" />
                  <span className="clip">
                    {one.id === me.id ? texts.you(one.name) : one.name}
                    {one.title && <small className="meta line2 clip">{one.title}</small>}
                  </span>
                  {value.some((each) => each.id === one.id) && <Icon name="check" size="sm" />}
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </ComboBox>
      )}
      {value.length > 0 && (
        <TagGroup aria-label={texts.chosen} onRemove={drop}>
          <TagList className="guests" items={value}>
            {(one) => (
              <Tag id={one.id} textValue={one.name} className="guests__one">
                <span className="clip">{one.id === me.id ? texts.you(one.name) : one.name}</span>
                <AriaButton slot="remove" className="guests__off">
                  <Icon name="close" size="sm" />
                </AriaButton>
              </Tag>
            )}
          </TagList>
        </TagGroup>
      )}
      <p className="sr" role="status">
        {texts.chosenCount(value.length)}
      </p>
    </div>
  );
}
