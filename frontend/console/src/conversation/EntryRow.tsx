import type { ReactElement } from "react";
import { Icon } from "../../../common/ui/Icon";
import { useText } from "../i18n";
import { time } from "../lib/format";
import { useLocale } from "../store/session";
import { EventLine } from "./EventLine";
import { FileCard } from "./FileCard";
import { FormCard } from "./FormCard";
import type { Item } from "./items";
import { type End, MeetingCard } from "./MeetingCard";
import { Message } from "./Message";
import { ProductCard } from "./ProductCard";
import { type Outcome, WebinarCard } from "./WebinarCard";
import type { Conversation } from "./useConversation";

type EntryItem = Extract<Item, { type: "entry" }>;

/** One entry of a log, by its kind. A kind that is not known here reads as its plain text. */
export function EntryRow({ item, talk }: { item: EntryItem; talk: Conversation }): ReactElement {
  const { entry } = item;
  switch (entry.kind) {
    case "message":
      return (
        <Message item={item}>
          <div className="bubble">{String(entry.body["text"] ?? "")}</div>
        </Message>
      );
    case "card.product":
      return (
        <Message item={item}>
          <ProductCard body={entry.body} />
        </Message>
      );
    case "card.form":
      return (
        <Message item={item}>
          <FormCard body={entry.body} done={answeredBy(talk, "form.submitted", entry.seq)} />
        </Message>
      );
    case "card.webinar":
      return (
        <Message item={item}>
          <WebinarCard body={entry.body} outcome={outcomeOf(talk, entry.body["webinar"])} />
        </Message>
      );
    case "card.meeting":
      return (
        <Message item={item}>
          <MeetingCard body={entry.body} end={endOf(talk, entry.body["room"])} />
        </Message>
      );
    case "file":
      return (
        <Message item={item}>
          <FileCard body={entry.body} />
        </Message>
      );
    case "note":
      return <Note item={item} />;
    default:
      return <EventLine item={item} />;
  }
}

function answeredBy(talk: Conversation, kind: string, card: number): boolean {
  return talk.publicLog?.entries.some((entry) => entry.kind === kind && entry.body["card"] === card) ?? false;
}

/** The last entry on a webinar counts, whichever card it was. */
function outcomeOf(talk: Conversation, webinar: unknown): Outcome {
  const last = talk.publicLog?.entries.findLast(
    (entry) => entry.kind.startsWith("webinar.") && entry.body["webinar"] === webinar,
  );
  if (!last) return "waits";
  return last.kind === "webinar.withdrawn" ? "withdrawn" : "registered";
}

function endOf(talk: Conversation, room: unknown): End {
  const end = talk.publicLog?.entries.find((entry) => entry.kind === "room.ended" && entry.body["room"] === room);
  return end ? (end.body["cancelled"] ? "cancelled" : "over") : "";
}

function Note({ item }: { item: EntryItem }): ReactElement {
  const texts = useText().talk;
  const locale = useLocale();
  const { entry, by, log } = item;
  const who = entry.by === log.me ? null : by?.name;
  return (
    <div className="note">
      <Icon name="note" size="sm" />
      <p>
        <b className="strong">{texts.noteHead}</b> {String(entry.body["text"] ?? "")}{" "}
        <span className="meta">{[who, time(entry.at, locale)].filter(Boolean).join(", ")}</span>
      </p>
    </div>
  );
}
