import type { Draft, DraftSentence, DraftSource } from "../api/types";

/** A piece of a sentence: words, or a live figure that carries its time. */
export type Piece = { text: string; source?: DraftSource };

/** "7.240,00 €", "€7,240.00", "7.240 EUR", "EUR 7,240.00". */
const MONEY =
  /(?:€|EUR|\$|£)\s?\d[\d.,\u00a0\u202f]*\d|\d(?:[\d.,\u00a0\u202f]*\d)?[\s\u00a0\u202f]?(?:€|EUR\b|\$|£)/u;

/**
 * Cuts a sentence so that its live price can stand on a plate with its time. Without a price in it
 * (a stock figure, say) the time follows the sentence.
 */
export function pieces(sentence: DraftSentence, sources: readonly DraftSource[]): Piece[] {
  const source = sources.find((each) => sentence.live.includes(each.n));
  if (!source || sentence.struck) return [{ text: sentence.text }];
  const found = MONEY.exec(sentence.text);
  if (!found) return [{ text: `${sentence.text} ` }, { text: "", source }];
  const before = sentence.text.slice(0, found.index);
  const after = sentence.text.slice(found.index + found[0].length);
  return [{ text: before }, { text: found[0], source }, { text: after }].filter(
    (piece) => piece.text !== "" || "source" in piece,
  );
}

/** Whether two drafts say the same; times of the live figures may differ. */
export function sameClaims(a: Draft, b: Draft): boolean {
  const said = (draft: Draft): string =>
    draft.sentences
      .filter((sentence) => !sentence.struck)
      .map((sentence) => sentence.text.replace(/\b\d{1,2}:\d{2}\b/gu, "hh:mm"))
      .join("\n");
  return said(a) === said(b);
}

export function struckCount(draft: Draft): number {
  return draft.sentences.filter((sentence) => sentence.struck).length;
}

export const isLive = (draft: Draft): boolean =>
  draft.sources.some((source) => source.kind === "live");
