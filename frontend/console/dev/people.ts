import type { ContactDetail, ContactPage, DeliveryView, Timeline, TimelineEntry } from "../src/api/people";
import { days, minutes } from "./clock";
import { hoefler } from "./inbox";

export const contactId = "50000000-0000-4000-8000-000000000001";

export const contact: ContactDetail = {
  id: contactId,
  version: 4,
  name: "Andreas Höfler",
  initials: "AH",
  company: "Metallbau Höfler GmbH",
  job_title: "Werkstattleiter",
  place: "Kempten",
  language: "de",
  customer_since: "2025-03-01",
  created_at: days(400),
  facts: [
    { label: "Betrieb", value: "24 Beschäftigte", source: "Register 09/26" },
    { label: "Werkstoff", value: "Stahl bis 8 mm", source: "conversation", at: minutes(7) },
  ],
  addresses: [
    { id: "a1", kind: "email", value: "ah@mb-hoefler.de", verified_at: minutes(3), source: "form", merge: null },
    { id: "a2", kind: "email", value: "werkstatt@mb-hoefler.de", verified_at: null, source: "import", merge: "m1" },
    { id: "a3", kind: "phone", value: "+49831572014", verified_at: null, source: "crm", merge: null },
  ],
  consents: [
    { key: "offer_by_mail", text: "Sie dürfen mir zu diesem Angebot schreiben, sonst zu nichts.", given: true, at: minutes(3), withdrawn_at: null },
    { key: "newsletter", text: "Schicken Sie mir Neues.", given: false, at: minutes(3), withdrawn_at: null },
    { key: "call", text: "Sie dürfen mich dazu anrufen.", given: false, at: minutes(3), withdrawn_at: null },
  ],
  lead: { id: "l1", state: "new", form: "offer", created_at: minutes(3), decided_at: null },
  proposals: [
    { id: "p1", keep: contactId, keep_name: "Andreas Höfler", other: "50000000-0000-4000-8000-000000000002", other_name: "A. Hoefler", reason: "email:ah@mb-hoefler.de", created_at: days(1) },
  ],
  counts: { conversation: 3, form: 2, visit: 2, order: 1 },
  deliveries: [],
};

const delivered = (at: string): DeliveryView[] => [
  { id: "d", connection: "Vertriebs-CRM", state: "delivered", at, version: 3, attempts: 1, words: "", url: "" },
];

let n = 0;
const entry = (kind: string, title: string, occurred: string, more: Partial<TimelineEntry> = {}): TimelineEntry => {
  n += 1;
  return {
    id: `60000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
    kind,
    subject: `70000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
    title,
    lines: [],
    more: false,
    occurred_at: occurred,
    ended_at: occurred,
    origin: {},
    version: 3,
    erased: false,
    deliveries: delivered(occurred),
    ...more,
  };
};

export const timeline: Timeline = {
  next: null,
  items: [
    entry("conversation", "Gespräch über VH 250 Quattro", minutes(7), {
      subject: hoefler.id,
      ended_at: null,
      lines: ["Höfler: Was kostet der VH 250 und wann wäre er in Kempten?", "Keller: Ihr schwerstes Blech wiegt rund 196 kg, bis Montag kann er da sein."],
      more: true,
      deliveries: [{ id: "d1", connection: "Vertriebs-CRM", state: "waiting", at: minutes(-1), version: 7, attempts: 1, words: "", url: "" }],
    }),
    entry("form", "Formular „Wohin darf das Angebot?“", minutes(3), { lines: ["Name: Andreas Höfler", "E-Mail: ah@mb-hoefler.de"] }),
    entry("visit", "Besuchsbericht", days(4), {
      lines: ["Aufmaß am zweiten Laserplatz. Höhe unter Kran 3,10 m reicht. Strom fehlt, deshalb Akku. Wünscht Einweisung für drei Bediener vor Weihnachten."],
      deliveries: [{ id: "d2", connection: "Vertriebs-CRM", state: "tray", at: null, version: 2, attempts: 5, words: "Field 'deal_id': no record found (code 4041)", url: "" }],
    }),
    entry("order", "Auftrag 26-2291", days(9), { lines: ["VH 250 Quattro mit Akku, 1 Stück, 7.240,00 €"] }),
    entry("conversation", "Gespräch über Ersatzteile", days(83)),
    entry("visit", "Besuch in Kempten", days(196), { lines: ["Kettenzug 500 kg aufgenommen"] }),
  ],
};

const COMPANIES = ["Metallbau Höfler GmbH", "Nägele Fenstertechnik", "Schreinerei Vögele", "Dachbau Reiß GmbH", "Überlinger Blechtechnik", "Maßmann Anlagenbau", ""];
const NAMES = ["Andreas Höfler", "Birgit Nägele", "Tomasz Zieliński", "Luca Ferrari", "Franz Schöllhorn", "Ulrike Jäger", "Joachim Bär-Lindenschmidt von der Heyden", "Silke Grünwald"];

export function contacts(q: string, state: string, page: number): ContactPage {
  const all = Array.from({ length: 240 }, (_, index) => ({
    id: index === 0 ? contactId : `50000000-0000-4000-8000-${String(index + 10).padStart(12, "0")}`,
    name: NAMES[index % NAMES.length] ?? "",
    initials: "",
    company: COMPANIES[index % COMPANIES.length] ?? "",
    place: ["Kempten", "Wangen", "Ulm", "Ehingen"][index % 4] ?? "",
    language: index % 5 === 2 ? "en" : "de",
    email: `kontakt${index}@firma.example`,
    phone: "",
    lead: (["new", "approved", null, "rejected", null] as const)[index % 5] ?? null,
    customer_since: index % 6 === 0 ? "2025-03-01" : null,
    last_at: days(index * 1.3),
    entries: (index * 7) % 11,
  })).filter((one) => `${one.name} ${one.company}`.toLowerCase().includes(q.toLowerCase()) && (!state || one.lead === state));
  return { items: all.slice((page - 1) * 50, page * 50), total: all.length, page, pages: Math.max(1, Math.ceil(all.length / 50)) };
}
