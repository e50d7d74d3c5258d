import type { ReactElement } from "react";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { longDay } from "../lib/format";
import { useLocale } from "../store/session";
import { EntryRow } from "./EntryRow";
import type { Item } from "./items";
import { PendingRow } from "./PendingRow";
import { Typing } from "./Typing";
import type { Conversation } from "./useConversation";

export function ItemRow({ item, talk }: { item: Item; talk: Conversation }): ReactElement {
  const texts = useText().talk;
  const locale = useLocale();
  switch (item.type) {
    case "begin":
      return <p className="event">{texts.begin}</p>;
    case "day":
      return <p className="measure">{longDay(item.at, now(), locale)}</p>;
    case "unread":
      return <p className="measure measure--unread">{texts.measureUnread}</p>;
    case "typing":
      return <Typing name={item.name} text={item.text} />;
    case "pending":
      return <PendingRow entry={item.entry} internal={item.internal} talk={talk} />;
    case "entry":
      return <EntryRow item={item} talk={talk} />;
  }
}
