import { type ReactElement, useState } from "react";
import { Keys } from "../../../common/ui/Keys";
import { SearchList } from "../../../common/ui/SearchList";
import { useText } from "../i18n";
import { closePalette } from "./open";
import { useHits } from "./useHits";

export function PaletteBody(): ReactElement {
  const texts = useText().shell;
  const [query, setQuery] = useState("");
  const { groups, run, searching } = useHits(query);
  return (
    <>
      <SearchList
        label={texts.paletteInput}
        placeholder={texts.paletteInput}
        listLabel={texts.commands}
        query={query}
        onQuery={setQuery}
        groups={groups}
        empty={searching ? "" : texts.paletteEmpty(query)}
        after={<Keys keys={["Esc"]} />}
        onPick={(id) => {
          closePalette();
          // After the dialog has given the focus back, so that the command may move it.
          requestAnimationFrame(() => run(id));
        }}
      />
      <footer className="hints" aria-hidden="true">
        <span>
          <Keys keys={["↑", "↓"]} />
          {texts.choose}
        </span>
        <span>
          <Keys keys={["↵"]} />
          {texts.run}
        </span>
        <span className="push">
          &gt; {texts.onlyCommands}&ensp; @ {texts.onlyContacts}&ensp; # {texts.onlyProducts}
        </span>
      </footer>
    </>
  );
}
