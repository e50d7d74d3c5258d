import { type ReactElement, useState } from "react";
import { Icon } from "../../../common/ui/Icon";
import { Modal } from "../../../common/ui/Modal";
import { SearchList } from "../../../common/ui/SearchList";
import type { Unattributed } from "../api/bridge";
import type { ContactRow } from "../api/people";
import * as people from "../api/people";
import { useText } from "../i18n";
import { Marked } from "../lib/Marked";
import { says } from "../lib/says";
import { useLater } from "../lib/useLater";
import { say } from "../store/notices";
import { useResource } from "../store/resource";

interface Props {
  what: Unattributed;
  onClose: () => void;
  onAssigned: () => void;
}

/** Gives something that belongs to nobody its person. */
export function AssignDialog({ what, onClose, onAssigned }: Props): ReactElement {
  const all = useText();
  const texts = all.bridge;
  const [query, setQuery] = useState("");
  const asked = useLater(query.trim());
  const found = useResource(asked.length > 1 ? `assign ${asked}` : null, (signal) =>
    people.contacts({ q: asked }, signal),
  );
  const rows = found.data?.items ?? [];

  const assign = (row: ContactRow): void => {
    people.assign(what.identity, row.id).then(
      () => {
        say("plain", texts.assigned(row.name || row.email));
        onAssigned();
      },
      (error: unknown) => say("bad", says(error, all)),
    );
  };

  return (
    <Modal isOpen onClose={onClose} title={texts.assignTitle} wide bare>
      <SearchList
        label={texts.assignSearch}
        placeholder={texts.assignSearch}
        listLabel={all.shell.contacts}
        query={query}
        onQuery={setQuery}
        empty={texts.assignEmpty(asked)}
        onPick={(id) => {
          const row = rows.find((each) => each.id === id);
          if (row) assign(row);
        }}
        groups={[
          {
            id: "contacts",
            choices: rows.map((row) => ({
              id: row.id,
              name: row.name || row.email,
              show: (
                <>
                  <Icon name="user" />
                  <span className="clip">
                    <b>
                      <Marked text={row.name || row.email} part={asked} />
                    </b>
                    {row.company && ` · ${row.company}`}
                  </span>
                  <span className="meta">{row.place}</span>
                </>
              ),
            })),
          },
        ]}
      />
    </Modal>
  );
}
