import type { ConversationState, Entry, LogView, Participant } from "../../common/client/frames";
import { ago, days, minutes } from "./clock";
import { hoefler, others, waiting } from "./inbox";
import { brueckner, keller } from "./staff";

export const publicLog = "20000000-0000-4000-8000-000000000001";
export const internalLog = "20000000-0000-4000-8000-000000000002";
const visitor = "v";
const staff = "s";
const system = "y";

const people: Participant[] = [
  { id: visitor, kind: "visitor", name: "Andreas Höfler", read: 5 },
  { id: staff, kind: "staff", name: "Miriam Keller", me: true, read: 6 },
  { id: system, kind: "system", name: "" },
];

const PICTURE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 36"><path d="M6 20h60v4H6zM22 8h28v10H22z" fill="#b9c2c4" stroke="#2b3438"/><path d="M10 24v6M26 24v6M44 24v6M60 24v6" stroke="#2b3438" stroke-width="3"/></svg>')}`;

let seq = 0;
const entry = (kind: string, by: string, at: string, body: Record<string, unknown>, more: Partial<Entry> = {}): Entry => {
  seq += 1;
  return { seq, kind, by, at, body, id: `30000000-0000-4000-8000-${String(seq).padStart(12, "0")}`, ...more };
};

const many = new URLSearchParams(location.search).has("long");
const before: Entry[] = many
  ? Array.from({ length: 400 }, (_, index) =>
      entry("message", index % 3 ? visitor : staff, days(3 - index * 0.004), {
        text: `Nachricht ${index + 1}. ${"Noch ein Satz dazu, mal kürzer und mal länger. ".repeat(index % 4)}`,
      }),
    )
  : [];

const entries: Entry[] = [
  ...before,
  entry("message", visitor, minutes(7), {
    text: "Guten Tag, wir lasern Bleche 2.500 × 1.250 mm, bis 8 mm stark. Was kostet der VH 250 und wann wäre er in Kempten?",
  }),
  entry("assigned", system, minutes(6), { name: "Miriam Keller" }),
  entry("message", staff, minutes(5), {
    text: "Guten Tag, Herr Höfler! Das passt gut: Ihr schwerstes Blech wiegt rund 196 kg. Bis Montag kann er in Kempten sein.",
  }),
  entry("card.product", staff, minutes(5), {
    sku: "114-250",
    name: "VH 250 Quattro",
    teaser: "Vier Sauger, 250 kg",
    url: "/demo/vh-250",
    image: "",
    picture: PICTURE,
    live: { price: "6480.00", currency: "EUR", as_of: minutes(5), stale: false, stock: 3, location: "Ehingen", delivery_days: 4 },
  }),
  entry("card.form", staff, minutes(4), {
    form: "offer",
    title: "Wohin darf das Angebot?",
    fields: [
      { name: "name", label: "Name", type: "text", required: false },
      { name: "email", label: "E-Mail", type: "email", required: true },
    ],
    consents: [],
  }),
  entry("form.submitted", system, minutes(3), { card: seq, fields: ["name", "email"] }),
  entry("message", visitor, minutes(1), {
    text: "Hält das Vakuum auch bei Stromausfall? Und was kostet die Ausführung mit Akku?",
  }),
];

const notes: Entry[] = [
  { seq: 1, kind: "origin", by: system, id: "o1", at: minutes(8), body: { referrer: "https://www.google.com/search", campaign: "", landing_page: "/demo/", page_title: "VH 250 Quattro" } },
  { seq: 2, kind: "note", by: staff, id: "n1", at: minutes(2), body: { text: "Kettenzug 500 kg ist vorhanden, siehe Besuch 12.05." } },
];

export function state(id: string): ConversationState {
  const at = id === waiting.id ? "waiting" : "active";
  const who = id === others.id ? { id: brueckner, name: "Jonas Brückner" } : { id: keller, name: "Miriam Keller" };
  return {
    conversation: id,
    state: at,
    assignee: at === "active" ? who : null,
    queue: null,
    typing_preview: true,
    language: "de",
    site: { key: "haldner", name: "Haldner" },
    open: true,
    reopens_at: null,
    visitor_online: true,
  };
}

/** The last 200, as the server gives them; older ones on asking. */
export function logs(id: string): LogView[] {
  const shown = id === hoefler.id || id === others.id ? entries : entries.slice(-1);
  const renumbered = id === hoefler.id || id === others.id ? shown : shown.map((each) => ({ ...each, seq: 1 }));
  return [
    { log: publicLog, audience: "public", head: renumbered.at(-1)?.seq ?? 0, entries: renumbered.slice(-200), participants: people, me: staff },
    { log: internalLog, audience: "internal", head: 2, entries: id === hoefler.id ? notes : [], participants: people, me: staff },
  ];
}

export const older = (log: string, seqBefore: number): Entry[] =>
  log === publicLog ? entries.filter((each) => each.seq < seqBefore).slice(-200) : [];

export const head = (log: string): number => (log === publicLog ? seq : 2);
export const visitorId = visitor;
export const staffId = staff;
export const typedAt = ago(3);
