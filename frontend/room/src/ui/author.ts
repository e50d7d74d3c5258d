import type { Author } from "../model/talk";
import type { Texts } from "../texts";

/** Whoever wrote in a conversation without a name is a visitor. */
export const nameOf = (author: Author, t: Texts): string => (author.mine ? t.you : author.name || t.chat.visitor);

/** As the others read it, for the initials; `me` is one's own name, known before one's first entry. */
export const nameForOthers = (author: Author, me: string, t: Texts): string =>
  author.name || (author.mine && me) || t.chat.visitor;
