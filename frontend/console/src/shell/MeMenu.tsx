import { type ReactElement, useState } from "react";
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  type Selection,
} from "react-aria-components";
import { Avatar } from "../../../common/ui/Avatar";
import { Icon } from "../../../common/ui/Icon";
import { LANGUAGES, useText } from "../i18n";
import { faceUrl } from "../lib/face";
import { says } from "../lib/says";
import { setTheme, theme, THEMES } from "../lib/theme";
import { say } from "../store/notices";
import { changeMe, signOut, useMe } from "../store/session";
import { useStore } from "../store/store";
import { openShortcutHelp } from "./ShortcutHelp";

const only = (keys: Selection): string => (keys === "all" ? "" : String([...keys][0] ?? ""));

/** Who is at this desk: availability, language, colours, help, signing out. */
export function MeMenu(): ReactElement {
  const me = useMe();
  const texts = useText();
  const words = texts.shell;
  const chosen = useStore(theme);
  const [isOpen, setOpen] = useState(false);
  const presence = me.available ? words.available : words.unavailable;

  const attempt = (work: Promise<void>): void => {
    work.catch((error: unknown) => {
      say("bad", says(error, texts));
    });
  };
  const act = (key: string): void => {
    if (key === "available") attempt(changeMe({ available: !me.available }));
    if (key === "keys") openShortcutHelp();
    if (key === "out") attempt(signOut());
  };

  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button aria-label={`${me.name}, ${presence}`}>
        <Avatar
          name={me.name}
          face={faceUrl(me.face)}
          size="sm"
          presence={me.available ? "here" : "away"}
        />
      </Button>
      <Popover className="pop" placement="right bottom" offset={8}>
        <Menu className="menu" aria-label={me.name} onAction={(key) => act(String(key))}>
          <MenuSection>
            <Header className="menu__head">
              <b className="ink">{me.name}</b>
              <span className="line2">{me.email}</span>
            </Header>
            <MenuItem id="available" className="menu__item" textValue={presence}>
              <Icon name={me.available ? "pause" : "check"} />
              <span className="clip">
                {me.available ? words.goUnavailable : words.goAvailable}
                <small className="meta line2 clip">
                  {me.available ? words.unavailableHint : words.availableHint}
                </small>
              </span>
            </MenuItem>
          </MenuSection>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[me.language]}
            onSelectionChange={(keys) => attempt(changeMe({ language: only(keys) }))}
          >
            <Header className="menu__head">{words.language}</Header>
            {LANGUAGES.map((id) => (
              <MenuItem key={id} id={id} className="menu__item" textValue={words.languageName[id]}>
                {({ isSelected }) => <Choice name={words.languageName[id]} is={isSelected} />}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[chosen]}
            onSelectionChange={(keys) => setTheme(THEMES.find((id) => id === only(keys)) ?? "system")}
          >
            <Header className="menu__head">{words.theme}</Header>
            {THEMES.map((id) => (
              <MenuItem key={id} id={id} className="menu__item" textValue={words.themes[id]}>
                {({ isSelected }) => <Choice name={words.themes[id]} is={isSelected} />}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection aria-label={words.settings}>
            <MenuItem id="keys" className="menu__item" textValue={words.shortcuts}>
              <Icon name="text" />
              <span className="clip">{words.shortcuts}</span>
              <kbd className="key">?</kbd>
            </MenuItem>
            <MenuItem id="out" className="menu__item" textValue={words.signOut}>
              <Icon name="door" />
              <span className="clip">{words.signOut}</span>
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function Choice({ name, is }: { name: string; is: boolean }): ReactElement {
  return (
    <>
      <span className="menu__tick">{is && <Icon name="check" size="sm" />}</span>
      <span className="clip">{name}</span>
    </>
  );
}
