import type { DraftAnswer } from "../src/api/types";
import { minutes } from "./clock";
import { waiting } from "./inbox";

export function draft(conversation: string, question: number): DraftAnswer {
  if (conversation === waiting.id || location.search.includes("nothing")) {
    return { draft: null, reason: "no_evidence" };
  }
  return {
    id: "40000000-0000-4000-8000-000000000001",
    question,
    provenance: "extractive",
    language: "de",
    made_at: minutes(0),
    text: "Ja. Bei Stromausfall hält der Speicher die Last mindestens 20 Minuten, ein Warnton meldet den Ausfall. Der VH 250 Quattro mit Akku kostet 7.240,00 € zzgl. MwSt., zwei sind sofort lieferbar. Er passt an Ihren vorhandenen Kettenzug ab 320 kg.",
    sentences: [
      { text: "Ja. Bei Stromausfall hält der Speicher die Last mindestens 20 Minuten, ein Warnton meldet den Ausfall.", sources: [1], struck: false, reason: null, live: [] },
      { text: "Der VH 250 Quattro mit Akku kostet 7.240,00 € zzgl. MwSt., zwei sind sofort lieferbar.", sources: [2], struck: false, reason: null, live: [2] },
      { text: "Eine Ladung reicht für einen ganzen Arbeitstag.", sources: [], struck: true, reason: "keine Quelle nennt eine Laufzeit", live: [] },
      { text: "Er passt an Ihren vorhandenen Kettenzug ab 320 kg.", sources: [3], struck: false, reason: null, live: [] },
    ],
    sources: [
      { n: 1, kind: "page", title: "Betriebsanleitung, 4.3", url: "/demo/betriebsanleitung", anchor: "stromausfall", quote: "Fällt der Strom aus, hält der Vakuumspeicher die Last mindestens 20 Minuten. Ein Warnton (85 dB) meldet den Ausfall, bis die Last abgesetzt ist.", changed_at: "2026-03-02T09:00:00Z", as_of: null, stale: false },
      { n: 2, kind: "live", title: "ERP, Artikel 114-250A", url: "", anchor: "", quote: "VH 250 Quattro mit Akku: 7.240,00 €, 2 in Ehingen, Lieferung in 4 Werktagen", changed_at: null, as_of: minutes(0), stale: false },
      { n: 3, kind: "product", title: "Produktseite VH 250", url: "/demo/vh-250", anchor: "anschluss", quote: "Aufhängung: Öse für Kettenzüge ab 320 kg Tragkraft.", changed_at: "2026-10-12T09:00:00Z", as_of: null, stale: false },
    ],
  };
}
