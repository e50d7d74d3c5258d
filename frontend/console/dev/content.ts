import type { PreparedText, Product } from "../src/api/types";
import { minutes } from "./clock";

const TEXTS: PreparedText[] = [
  { id: "t1", shortcut: "uebergabe", title: "Übergabe und Einweisung", text: "Zur Übergabe kommt ein Techniker zu Ihnen. Die Einweisung dauert etwa zwei Stunden, drei Bediener können teilnehmen." },
  { id: "t2", shortcut: "ueberlast", title: "Überlast: was die Anzeige meldet", text: "Leuchtet die Anzeige rot, ist die Last zu schwer oder das Vakuum unter 60 %. Setzen Sie sie ab." },
  { id: "t3", shortcut: "gruss", title: "Begrüßung", text: "Guten Tag, schön, dass Sie da sind. Wie kann ich helfen?" },
];

export const prepared = (q: string): PreparedText[] =>
  TEXTS.filter((text) => text.title.toLowerCase().includes(q.toLowerCase()));

const product = (sku: string, name: string, price: string, stale = false): Product => ({
  sku,
  name,
  teaser: "Für Bleche, Platten und Fenster",
  url: `/demo/${sku}`,
  image: "",
  live: { price, currency: "EUR", as_of: minutes(stale ? 60 : 0), stale, stock: 3, location: "Ehingen", delivery_days: 4 },
});

export const products = (q: string): Product[] =>
  [
    product("114-250", "VH 250 Quattro", "6480.00"),
    product("114-250A", "VH 250 Quattro mit Akku", "7240.00"),
    product("114-150", "VH 150 Holz", "3980.00", true),
    product("120-065", "Schlauchheber SH 65", "8120.00"),
  ].filter((each) => each.name.toLowerCase().includes(q.toLowerCase()));
