import type { Bridge, Day, DeliveryDetail, DeliveryRow } from "../src/api/bridge";
import { days, minutes } from "./clock";

const WORDS = "Owner 'keller.m' is inactive (code 4012)";
const row = (n: number, more: Partial<DeliveryRow>): DeliveryRow => ({
  id: `80000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  connection: "c1",
  what: "entry",
  entry: "e",
  kind: "conversation",
  title: "Gespräch, 12 Min",
  contact: { id: "50000000-0000-4000-8000-000000000001", name: "Birgit Nägele", company: "Nägele Fenstertechnik" },
  occurred_at: minutes(60),
  ended_at: minutes(48),
  state: "tray",
  note: "",
  words: WORDS,
  status: 422,
  attempts: 5,
  since: minutes(40),
  next_at: minutes(0),
  version: 4,
  delivered_version: 0,
  delivered_at: null,
  same: 3,
  ...more,
});
const who = (name: string) => ({ contact: { id: "x", name, company: "" } });

const rows: DeliveryRow[] = [
  row(1, {}),
  row(2, { title: "Gespräch, 4 Min", ...who("Franz Schöllhorn"), since: minutes(52) }),
  row(3, { title: "Online-Termin, 25 Min", ...who("Jürgen Maßmann"), since: minutes(71) }),
  row(4, { title: "Formular Angebot", kind: "form", ...who("Dieter Höß"), words: "Field 'zip' exceeds 10 characters", attempts: 2, same: 1, since: minutes(190) }),
  row(5, { state: "waiting", title: "Gespräch, läuft", ...who("Tomasz Zieliński"), words: "", note: "Version 3 ist drüben, Rest nach dem Ende", attempts: 3 }),
  row(6, { state: "waiting", title: "Formular Rückruf", ...who("Ewa Nowak"), words: "429 Too Many Requests", status: 429, note: "CRM bremst (429), weiter in 0:24", attempts: 1 }),
  row(7, { state: "delivered", title: "Gespräch, 9 Min", ...who("Silke Grünwald"), words: "", delivered_version: 6, delivered_at: minutes(5) }),
];

const list: Day[] = Array.from({ length: 30 }, (_, index) => {
  const kinds = { conversation: 41 - index, form: 11 - (index % 7), visit: index % 4, order: index % 3 };
  const hub = Object.values(kinds).reduce((a, b) => a + b, 0);
  return { day: days(index).slice(0, 10), kinds, hub, crm: index === 0 ? hub - 10 : hub, waiting: index === 0 ? 6 : 0, tray: index === 0 ? 4 : 0 };
});

const overview = (n: number): Bridge => ({
  connections: location.search.includes("empty")
    ? []
    : [{ id: "c1", name: "Vertriebs-CRM", connector: "webhook", url: "https://crm.example/hooks/hub", list_url: "", active: true, paused: false, state: "ok", words: "", failing_since: null, next_at: null, last_ok_at: minutes(0), answer_ms: 118, lag_s: 0.8, tray: 4, waiting: 2, delivered: 1200 }],
  days: list.slice(0, n),
  tray: 4,
  waiting: 2,
  delivered: 1200,
  unattributed: 1,
  reconciliation: {
    id: "r",
    connection: "c1",
    at: minutes(95),
    took_ms: 41_000,
    listed: true,
    compared: 14_820,
    same: 14_814,
    mended: 5,
    open: 1,
    findings: [
      ...Array.from({ length: 3 }, () => ({ kind: "missing" as const, external_id: "x", mended: true })),
      ...Array.from({ length: 2 }, () => ({ kind: "different" as const, external_id: "x", mended: true })),
      { kind: "doubled", external_id: "x", mended: false },
    ],
  },
});

const detail = (id: string): DeliveryDetail => ({
  row: rows.find((each) => each.id === id) ?? row(1, {}),
  suggestion: "Miriam Keller hat im CRM ein neues Konto: keller.miriam, angelegt heute 13:50. Die Zuordnung gilt dann für alle drei Einträge.",
  external_id: "7f3a1c55-90ab-4f00-8c1e-2b7de6a1c91e",
  ref: "",
  url: "",
  unknown: false,
  payload: { type: "conversation", version: 4, messages: [{ by: "visitor", text: "Guten Tag" }] },
});

export function bridge(path: string, query: URLSearchParams): [number, unknown] {
  const [, what, id] = path.split("/");
  if (what === "deliveries" && id) return [200, detail(id)];
  if (what === "deliveries") {
    const items = rows.filter((each) => each.state === query.get("state"));
    return [200, { items, total: items.length, page: 1, pages: 1 }];
  }
  if (what === "unattributed") {
    return [200, { total: 1, items: [{ identity: "i", entry: "e", kind: "conversation", subject: "s", title: "Gespräch, 3 Min", lines: ["nannte „Firma Allgaier“, keine Adresse"], occurred_at: minutes(33), origin: {}, entries: 1 }] }];
  }
  return [200, overview(Number(query.get("days") ?? 7))];
}
