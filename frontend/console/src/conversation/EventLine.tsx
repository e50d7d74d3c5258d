import type { ReactElement } from "react";
import { type Texts, useText } from "../i18n";
import { time } from "../lib/format";
import { useLocale } from "../store/session";
import type { Item } from "./items";

type EntryItem = Extract<Item, { type: "entry" }>;

/** What happened, in one quiet line with its time. */
export function EventLine({ item }: { item: EntryItem }): ReactElement {
  const texts = useText();
  const locale = useLocale();
  const said = eventText(item.entry.kind, item.entry.body, texts) ?? item.entry.text ?? "";
  return (
    <p className="event">
      {time(item.entry.at, locale)} · {said}
    </p>
  );
}

/** Null: a kind that this console does not know; its own text is shown then. */
export function eventText(kind: string, body: Record<string, unknown>, all: Texts): string | null {
  const texts = all.talk;
  const text = (name: string): string => (typeof body[name] === "string" ? body[name] : "");
  switch (kind) {
    case "joined":
      return texts.joined(text("name"));
    case "left":
      return texts.left(text("name"));
    case "assigned": {
      const before = text("before") || text("from");
      return before ? texts.reassigned(before, text("name")) : texts.assigned(text("name"));
    }
    case "closed":
      return text("by") === "visitor" ? texts.closedByVisitor : texts.closedEntry;
    case "reopened":
      return texts.reopenedEntry;
    case "form.submitted": {
      const fields = (Array.isArray(body["fields"]) ? body["fields"] : []) as string[];
      const named = fields.map((name) => texts.fields[name] ?? name).join(", ");
      return named ? texts.submitted(named) : texts.submittedPlain;
    }
    case "webinar.registered":
      return texts.registeredFor(text("title"));
    case "webinar.withdrawn":
      return texts.withdrewFrom(text("title"));
    case "card.rating":
      return texts.ratingAsked;
    case "rated": {
      const stars = texts.rated(Number(body["stars"] ?? 0));
      return text("text") ? `${stars}, „${text("text")}“` : stars;
    }
    case "card.transcript":
      return texts.transcriptOffered;
    case "draft":
      return { sent: texts.draftSent, changed: texts.draftChanged, dismissed: texts.draftDismissed }[
        text("fate")
      ] ?? null;
    case "origin":
      return originText(text, texts);
    default:
      return null;
  }
}

function originText(text: (name: string) => string, texts: Texts["talk"]): string {
  const page = text("page_title") || text("landing_page") || text("page_url");
  const from = text("campaign") || hostOf(text("referrer"));
  if (from && page) return texts.cameVia(from, page);
  return page ? texts.cameOn(page) : texts.came;
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./u, "");
  } catch {
    return url;
  }
}
