import { describe, expect, it } from "vitest";
import type { Draft, DraftSentence, DraftSource } from "../api/types";
import { pieces, sameClaims } from "./text";

const erp: DraftSource = {
  n: 2,
  kind: "live",
  title: "ERP, Artikel 114-250A",
  url: "",
  anchor: "",
  quote: "",
  changed_at: null,
  as_of: "2026-11-24T13:36:00Z",
  stale: false,
};
const sentence = (text: string, more: Partial<DraftSentence> = {}): DraftSentence => ({
  text,
  sources: [2],
  struck: false,
  reason: null,
  live: [2],
  ...more,
});
const texts = (text: string): string[] => pieces(sentence(text), [erp]).map((piece) => piece.text);

describe("a live price in a draft", () => {
  it("stands apart, with its source", () => {
    const cut = pieces(sentence("Der VH 250 kostet 7.240,00 € zzgl. MwSt."), [erp]);
    expect(cut.map((piece) => piece.text)).toEqual([
      "Der VH 250 kostet ",
      "7.240,00 €",
      " zzgl. MwSt.",
    ]);
    expect(cut.map((piece) => piece.source?.n)).toEqual([undefined, 2, undefined]);
  });
  it("is found however it is written", () => {
    expect(texts("It costs €7,240.00 net.")[1]).toBe("€7,240.00");
    expect(texts("Preis: 980 EUR netto")[1]).toBe("980 EUR");
    expect(texts("Er kostet 7.240,00\u00a0€.")[1]).toBe("7.240,00\u00a0€");
  });
  it("follows the sentence with its time when it is not a price", () => {
    const cut = pieces(sentence("Zwei sind sofort lieferbar."), [erp]);
    expect(cut.at(-1)).toEqual({ text: "", source: erp });
  });
  it("is not put on a plate in a struck sentence", () => {
    expect(pieces(sentence("Er kostet 1,00 €.", { struck: true }), [erp])).toEqual([
      { text: "Er kostet 1,00 €." },
    ]);
  });
});

describe("a draft that was fetched again", () => {
  const draft = (...sentences: DraftSentence[]): Draft => ({
    id: "d",
    question: 1,
    sentences,
    sources: [erp],
    text: "",
    provenance: "extractive",
    language: "de",
    made_at: "2026-11-24T13:36:00Z",
  });
  it("says the same when only the time moved on", () => {
    expect(
      sameClaims(draft(sentence("7.240,00 €, Stand 14:32")), draft(sentence("7.240,00 €, Stand 14:36"))),
    ).toBe(true);
  });
  it("does not when the price moved", () => {
    expect(sameClaims(draft(sentence("7.240,00 €")), draft(sentence("7.350,00 €")))).toBe(false);
  });
});
