/** Invented states of the panel. The firm and its people do not exist. */

const LOG = "log";
const ID = "conversation-1";

const FACES = { keller: "/dev/keller.svg", brueckner: "/dev/brueckner.svg", fuchs: "/dev/fuchs.svg" };

export function fixtures(state: string, lang: string) {
  const de = lang === "de";
  const now = Date.now();
  const at = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
  let seq = 0;
  const entry = (by: string, kind: string, body: object, minutes: number, extra: object = {}) => {
    seq += 1;
    return { seq, kind, by, id: `e${seq}`, at: at(minutes), body, text: "", ...extra };
  };
  const question = de
    ? "Wir lasern Bleche 2.500 × 1.250 mm, bis 8 mm stark. Was kostet der VH 250 und wann wäre er in Kempten?"
    : "We laser sheets of 2,500 × 1,250 mm, up to 8 mm thick. What does the VH 250 cost and when could it be in Kempten?";
  const answer = de
    ? "Guten Tag! Das passt gut: Ihr schwerstes Blech wiegt rund 196 kg. Bis Montag kann er in Kempten sein."
    : "Hello! That fits well: your heaviest sheet weighs some 196 kg. It can be in Kempten by Monday.";
  const closed = state === "outside" || state === "start-closed";
  const people = [
    { id: "keller", name: "Miriam Keller", title: de ? "Beratung" : "Sales", salutation: de ? "Frau Keller" : "Miriam", face: FACES.keller },
    { id: "brueckner", name: "Jonas Brückner", title: "Außendienst", salutation: "Herr Brückner", face: FACES.brueckner },
    { id: "fuchs", name: "Lena Fuchs", title: "Leitung", salutation: "Frau Fuchs", face: FACES.fuchs },
  ];
  const site = {
    site: { key: "haldner", name: "Haldner", languages: ["de", "en"] },
    time_zone: "Europe/Berlin",
    open: !closed,
    until: closed ? null : new Date(now + 3 * 3.6e6).toISOString(),
    reopens_at: closed ? new Date(now + 15 * 3.6e6).toISOString() : null,
    agents: closed ? [] : people,
    waiting: 1,
    estimate_s: 120,
    texts: {
      greeting: de ? "Guten Tag! Was möchten Sie heben?" : "Hello, what would you like to lift?",
      intro: de ? "Hier antworten Menschen aus Ehingen, meist in zwei Minuten." : "People from Ehingen answer here, mostly within two minutes.",
      privacy_url: "/datenschutz",
      price_note: de ? "zzgl. MwSt." : "plus VAT",
      topics: [
        { icon: "box", title: de ? "Welcher Heber passt zu meinem Teil?" : "Which lifter suits my part?", text: "Welcher Heber passt?" },
        { icon: "truck", title: de ? "Preis und Lieferzeit" : "Price and delivery time", text: "Was kostet das Gerät?" },
        { icon: "calendar", title: de ? "Vorführung oder Termin vereinbaren" : "Arrange a demonstration", text: "Ich möchte eine Vorführung." },
        { icon: "wrench", title: de ? "Ersatzteil oder Wartung" : "Spare part or maintenance", text: "Ich brauche ein Ersatzteil." },
      ],
    },
    typing_preview: false,
    upload_max_bytes: 20_000_000,
  };
  const product = (extra: object = {}) => ({
    sku: "VH250",
    name: "VH 250 Quattro",
    teaser: "",
    url: "/vh250",
    image: "/dev/vh250.svg",
    live: { price: "6480.00", currency: "EUR", as_of: at(3), stale: false, stock: 3, location: "Ehingen", delivery_days: 4, ...extra },
  });
  const entries: object[] = [entry("me", "message", { text: question }, 6)];
  const after: object[] = [];
  let assignee: object | null = null;
  let queue: object | null = null;
  let phase = "waiting";
  const out: object[] = [];
  if (state === "talk" || state === "cards" || state === "closed" || state === "long") {
    phase = state === "closed" ? "closed" : "active";
    assignee = people[0]!;
    entries.push(entry("sys", "joined", { name: "Miriam Keller" }, 5), entry("keller", "message", { text: answer }, 4));
    if (state === "talk") {
      entries.push(entry("keller", "card.product", product(), 3));
      entries.push(entry("keller", "card.form", { form: "offer", title: de ? "Wohin darf das Angebot gehen?" : "Where may the offer go?", fields: [{ name: "email", label: de ? "E-Mail" : "E-mail", type: "email", required: true }], consents: [{ key: "o", version: 1, text: de ? "Für dieses Angebot, sonst für nichts." : "For this offer, and nothing else." }] }, 2));
      after.push({ t: "typing", log: LOG, by: "keller", on: true });
    }
    if (state === "cards") {
      entries.push(entry("keller", "card.product", product({ stale: true, as_of: at(60 * 22) }), 3));
      entries.push(entry("keller", "card.product", { ...product({ price: null, stock: 0 }), image: "", name: "Schlauchheber SH 60" }, 3));
      entries.push(entry("keller", "card.webinar", { webinar: "w", title: de ? "Bleche allein heben" : "Lifting sheets alone", starts_at: at(-7 * 24 * 60), ends_at: at(-7 * 24 * 60 - 45), url: "https://haldner.example/webinars/bleche/", spoken: "de", speakers: [{ name: "Lena Fuchs" }, { name: "Petra Lang" }] }, 3));
      entries.push(entry("keller", "card.meeting", { room: "r", title: de ? "Besprechung" : "Meeting" }, 3));
      entries.push(entry("keller", "card.form", { form: "contact", title: de ? "Wie erreichen wir Sie?" : "How can we reach you?", fields: [{ name: "name", label: "Name", type: "text", required: false }, { name: "email", label: "E-Mail", type: "email", required: true }, { name: "phone", label: "Telefon", type: "tel", required: false }], consents: [{ key: "o", version: 1, text: "Sie dürfen mir zu diesem Angebot schreiben, sonst zu nichts." }, { key: "c", version: 1, text: "Sie dürfen mich dazu anrufen." }] }, 2));
    }
    if (state === "closed") {
      entries.push(entry("keller", "card.form", { form: "offer", title: "Wohin darf das Angebot gehen?", fields: [], consents: [] }, 3));
      entries.push(entry("sys", "form.submitted", { card: 4, fields: ["email"] }, 3), entry("me", "message", { text: "Danke, bis Montag. Mehr unter https://example.com/vh250." }, 2));
      entries.push(entry("keller", "file", { file: "f", name: "Angebot_VH250.pdf", size: 310_000, type: "application/pdf", url: "/f.pdf" }, 2));
      entries.push(entry("sys", "closed", { by: "staff" }, 1), entry("sys", "card.rating", {}, 1), entry("sys", "card.transcript", {}, 1));
    }
    if (state === "long") {
      for (let n = 0; n < 30; n += 1) entries.push(entry(n % 3 ? "keller" : "me", "message", { text: `Nachricht ${n}: ${answer}` }, 3));
      entries.push(entry("keller", "card.unknown", {}, 1, { text: "Etwas, das dieses Fenster noch nicht kennt." }));
    }
  }
  if (state === "queue") {
    queue = { place: 2, ahead: 1, waited_s: 48, estimate_s: 165, answering: 3 };
    for (const text of ["Ein Kettenzug mit 500 kg ist schon da."]) {
      out.push({ id: "out1", log: LOG, kind: "message", body: { text }, writtenAt: now, state: "queued" });
    }
  }
  if (state === "outside") {
    entries.push(entry("bot", "message", { text: de ? "Ja, mit den Saugplatten für Riffelblech, Ø 160 mm. Die Tragkraft sinkt dann auf 180 kg." : "Yes, with the pads for tread plate." }, 5));
  }
  return {
    now,
    site,
    out,
    after,
    offline: state === "queue",
    conversations: state.startsWith("start") && state !== "start-again" ? [] : [{ id: ID, log: LOG, state: state === "start-again" ? "closed" : phase, created_at: at(60 * 26) }],
    subbed: state === "start" || state === "start-closed" ? null : {
      t: "subbed",
      ref: `conversation:${ID}`,
      logs: [
        {
          log: LOG,
          audience: "public",
          head: seq,
          entries,
          participants: [
            { id: "me", kind: "visitor", name: "", me: true },
            { id: "sys", kind: "system", name: "" },
            { id: "bot", kind: "machine", name: "Haldner" },
            { id: "keller", kind: "staff", name: "Miriam Keller", face: FACES.keller, read: state === "closed" ? 99 : 1 },
          ],
          me: "me",
        },
      ],
      state: {
        ...{ conversation: ID, state: phase, assignee, queue, typing_preview: false, language: lang },
        ...{ site: { key: "haldner", name: "Haldner" }, open: !closed, reopens_at: site.reopens_at },
      },
    },
  };
}
