import type { ReactElement, ReactNode } from "react";
import {
  Autocomplete,
  Collection,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  SearchField,
} from "react-aria-components";
import { Icon } from "./Icon";

export interface Choice {
  id: string;
  /** What it is called, for readers. */
  name: string;
  show: ReactNode;
}

export interface ChoiceGroup {
  id: string;
  title?: string;
  choices: Choice[];
}

interface Props {
  /** Says what is searched. */
  label: string;
  listLabel: string;
  query: string;
  onQuery: (query: string) => void;
  groups: ChoiceGroup[];
  onPick: (id: string) => void;
  empty: ReactNode;
  /** Behind the field: a key cap, say. */
  after?: ReactNode;
  placeholder?: string;
}

/**
 * A field and the list below it: arrow keys move through the list while one goes on typing, Enter
 * takes, and readers hear where one is. What matches is decided by whoever gives the groups.
 */
export function SearchList(props: Props): ReactElement {
  const { label, listLabel, query, onQuery, groups, onPick, empty, after, placeholder } = props;
  return (
    <Autocomplete inputValue={query} onInputChange={onQuery}>
      {/* The box around both scrolls, not the list: so there is a field in it that has the focus. */}
      <SearchField aria-label={label} className="find" autoFocus>
        <Icon name="search" />
        <Input {...(placeholder ? { placeholder } : {})} />
        {after}
      </SearchField>
      <ListBox
        className="found"
        aria-label={listLabel}
        items={groups.filter((group) => group.choices.length > 0)}
        onAction={(key) => onPick(String(key))}
        renderEmptyState={() => <div className="menu__empty">{empty}</div>}
      >
        {(group) => (
          <ListBoxSection id={group.id} aria-label={group.title ?? listLabel}>
            {group.title && <Header className="menu__head">{group.title}</Header>}
            <Collection items={group.choices}>
              {(choice) => (
                <ListBoxItem id={choice.id} textValue={choice.name} className="found__item">
                  {choice.show}
                </ListBoxItem>
              )}
            </Collection>
          </ListBoxSection>
        )}
      </ListBox>
    </Autocomplete>
  );
}
