import { type ReactElement, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { Button } from "../../../common/ui/Button";
import { SearchList } from "../../../common/ui/SearchList";
import type { WebinarRow } from "../api/webinars";
import * as api from "../api/webinars";
import type { Conversation } from "../conversation/useConversation";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { Marked } from "../lib/Marked";
import { says } from "../lib/says";
import { holds } from "../palette/scope";
import { useResource } from "../store/resource";
import { useLocale } from "../store/session";
import { writesIn } from "../store/streams";
import { DateBlock } from "../webinars/DateBlock";
import { phaseOf } from "../webinars/phase";
import { day, span } from "../webinars/when";

interface Props {
  isOpen: boolean;
  onOpen: () => void;
  onClose: () => void;
  talk: Conversation;
}

/** Invites the visitor: those webinars that one can still register for, the next on top. */
export function WebinarPicker({ isOpen, onOpen, onClose, talk }: Props): ReactElement {
  const words = useText().talk;
  const { lang } = useLocale();
  const send = (webinar: string): void => {
    if (!talk.stream || !talk.publicLog) return;
    writesIn(talk.id);
    talk.stream.send(talk.publicLog.id, "card.webinar", { webinar, language: talk.state?.language ?? lang });
    onClose();
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={(open) => (open ? onOpen() : onClose())}>
      <Button look="quiet" iconOnly icon="calendar" aria-label={words.invite} />
      <Popover className="pop picker" placement="top start" offset={10}>
        <Dialog aria-label={words.invite} className="picker__box finder">
          <Choices onPick={send} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

const OPEN = new Set(["upcoming", "open", "live"]);

function Choices({ onPick }: { onPick: (webinar: string) => void }): ReactElement {
  const texts = useText();
  const words = texts.talk;
  const [query, setQuery] = useState("");
  const { data, error } = useResource("webinars", (signal) => api.webinars(signal));
  const rows = (data ?? [])
    .filter((row) => OPEN.has(phaseOf(row, now())) && holds(row.title, query))
    .sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
  return (
    <SearchList
      label={words.inviteSearch}
      placeholder={words.inviteSearch}
      listLabel={words.invite}
      query={query}
      onQuery={setQuery}
      empty={error ? says(error, texts) : data ? words.noWebinars(query) : ""}
      onPick={onPick}
      groups={[
        {
          id: "webinars",
          choices: rows.map((row) => ({ id: row.id, name: row.title, show: <Choice row={row} part={query} /> })),
        },
      ]}
    />
  );
}

function Choice({ row, part }: { row: WebinarRow; part: string }): ReactElement {
  const texts = useText().webinars;
  const locale = useLocale();
  return (
    <>
      <DateBlock at={row.starts_at} />
      <span className="clip">
        <b>
          <Marked text={row.title} part={part} />
        </b>
        <small className="meta line2 clip">
          {day(row.starts_at, now(), locale, texts)}, {span(row.starts_at, row.duration_minutes, locale, texts)} ·{" "}
          {texts.language[row.language] ?? row.language}
        </small>
      </span>
      <span />
    </>
  );
}
