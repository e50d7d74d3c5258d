import { type ReactElement, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import { SearchList } from "../../../common/ui/SearchList";
import * as calls from "../api/calls";
import { useText } from "../i18n";
import { Marked } from "../lib/Marked";
import { says } from "../lib/says";
import { useResource } from "../store/resource";

interface Props {
  isOpen: boolean;
  onOpen: () => void;
  /** `typed`: what opened the list and stays as text when nothing was picked. */
  onClose: (typed?: string) => void;
  onPick: (text: string) => void;
  /** The visitor's language: texts are kept per language. */
  language: string;
}

export function PreparedPicker({ isOpen, onOpen, onClose, onPick, language }: Props): ReactElement {
  const words = useText().talk;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={(open) => (open ? onOpen() : onClose())}>
      <Button look="quiet" iconOnly icon="text" aria-label={words.prepared} />
      <Popover className="pop picker" placement="top start" offset={10}>
        <Dialog aria-label={words.prepared} className="picker__box finder">
          <Texts
            language={language}
            onPick={(text) => {
              onPick(text);
              onClose();
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Texts({ language, onPick }: { language: string; onPick: (text: string) => void }): ReactElement {
  const texts = useText();
  const words = texts.talk;
  const [query, setQuery] = useState("");
  // All of them at once: there are some dozens, and typing must not wait for the line.
  const all = useResource(`prepared ${language}`, (signal) => calls.prepared("", language, signal));
  const wanted = query.toLocaleLowerCase().replace(/^\//u, "");
  const found = (all.data ?? []).filter((text) =>
    `${text.shortcut} ${text.title} ${text.text}`.toLocaleLowerCase().includes(wanted),
  );
  return (
    <SearchList
      label={words.prepared}
      listLabel={words.suggestions}
      query={query}
      onQuery={setQuery}
      empty={all.error ? says(all.error, texts) : all.data ? words.noPrepared(query) : ""}
      onPick={(id) => {
        const text = found.find((each) => each.id === id);
        if (text) onPick(text.text);
      }}
      groups={[
        {
          id: "texts",
          choices: found.map((text) => ({
            id: text.id,
            name: text.title,
            show: (
              <>
                <Icon name="text" />
                <span className="clip">
                  <b>
                    <Marked text={text.title} part={wanted} />
                  </b>
                  <small className="meta line2 clip">{text.text}</small>
                </span>
                <span className="meta">/{text.shortcut}</span>
              </>
            ),
          })),
        },
      ]}
    />
  );
}
