import type { Inbox, Row } from "../src/api/types";
import { ago, minutes } from "./clock";
import { brueckner, keller } from "./staff";

const row = (n: number, more: Partial<Row>): Row => ({
  id: `10000000-0000-4000-8000-00000000000${n}`,
  name: "",
  company: "",
  preview: "",
  preview_by: "visitor",
  page_title: "",
  language: "de",
  state: "active",
  waiting_since: null,
  last_at: minutes(5),
  unread: 0,
  assignee: { id: keller, name: "Miriam Keller" },
  online: true,
  ...more,
});

const waits = (seconds: number): Partial<Row> => ({
  state: "waiting",
  waiting_since: ago(seconds),
  last_at: ago(seconds),
  assignee: null,
});

export const hoefler = row(4, {
  name: "Andreas Höfler",
  company: "Metallbau Höfler GmbH",
  preview: "Hält das Vakuum auch bei Stromausfall? Und was kostet die Ausführung mit Akku?",
  page_title: "VH 250 Quattro",
  last_at: minutes(1),
  unread: 1,
});

export const waiting = row(1, {
  ...waits(204),
  name: "Besucherin aus Kempten",
  preview: "Ist der SH 65 auch für Säcke geeignet?",
  page_title: "Schlauchheber SH 65",
});

export const others = row(8, {
  name: "Jürgen Maßmann",
  preview: "Können Sie den Kran gleich mit anbieten?",
  page_title: "Anfrage",
  assignee: { id: brueckner, name: "Jonas Brückner" },
});

const full: Inbox = {
  promise_s: 180,
  waiting: [
    waiting,
    row(2, { ...waits(108), name: "Tomasz Zieliński", preview: "Do you ship spare suction pads to Poland?", page_title: "Ersatzteile, Saugplatten", language: "en" }),
    row(3, { ...waits(19), name: "Schreinerei Vögele", preview: "Wir heben Spanplatten, 2.800 × 2.070, und brauchen", page_title: "VH 150 Holz" }),
  ],
  mine: [
    hoefler,
    row(5, { name: "Birgit Nägele", preview: "Angebot 26-1184 ist unterwegs.", preview_by: "staff", page_title: "Warenkorb", last_at: minutes(16) }),
    row(6, { name: "Luca Ferrari", preview: "Grazie, a giovedì!", page_title: "Webinare", language: "it", last_at: minutes(38) }),
    row(7, { name: "Dachbau Reiß GmbH", preview: "Wiedervorlage am 27. November", preview_by: "staff", page_title: "VH 500 Flex", last_at: minutes(57) }),
  ],
  others: [others],
};

const empty: Inbox = { promise_s: 180, waiting: [], mine: [], others: [] };

export const inbox = (): Inbox => (location.search.includes("empty") ? empty : full);
export const rows = (): Row[] => [...full.waiting, ...full.mine, ...full.others];
