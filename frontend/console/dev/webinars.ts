import type { AttendanceReport, Invited, RegistrationRow, RoomRow, WebinarDetail } from "../src/api/webinars";
import { days, minutes } from "./clock";
import { brueckner, fuchs, keller } from "./staff";

type Answer = [status: number, body: unknown];

const at = (later: number): string => new Date(Date.now() + later * 60_000).toISOString();
const DAY = 24 * 60;

const one = (n: number, more: Partial<WebinarDetail>): WebinarDetail => ({
  id: `w${n}`,
  site: "haldner",
  slug: "bleche-allein-heben",
  state: "published",
  title: "Bleche allein heben",
  language: "de",
  languages: ["de", "en"],
  starts_at: at(7 * DAY),
  ends_at: at(7 * DAY + 45),
  duration_minutes: 45,
  time_zone: "Europe/Berlin",
  url: "https://haldner.example/webinars/bleche-allein-heben/",
  room: `r${n}`,
  room_state: "planned",
  registered: 37,
  attended: 0,
  speakers: [
    { name: "Lena Fuchs", title: { de: "Leitung Vertrieb", en: "Head of Sales" }, staff: "fuchs" },
    { name: "Petra Lang", title: { de: "Kundin, Lang Blech", en: "Customer, Lang Blech" }, email: "petra@lang.example" },
  ],
  texts: {
    de: {
      title: "Bleche allein heben",
      summary: "Wir zeigen am laufenden Laser, wie ein Bediener Tafeln bis 250 kg ohne Hilfe bewegt.",
      takeaways: [{ title: "Welche Saugplatte für welches Blech?", text: "zundrig, geölt, foliert, geriffelt" }],
    },
  },
  local: at(7 * DAY).slice(0, 16),
  may_speak: "raised",
  sequence: 0,
  created_at: days(9),
  published_at: days(8),
  cancelled_at: null,
  mails_to: 37,
  ...more,
});

const all = [
  one(1, { title: "Offene Werkstatt", starts_at: at(-20), ends_at: at(160), duration_minutes: 180, room_state: "open", registered: 9 }),
  one(2, {}),
  one(3, { title: "Schlauchheber im Versand", state: "draft", starts_at: at(20 * DAY), registered: 0 }),
  one(4, { title: "Vakuum oder Magnet?", starts_at: at(-14 * DAY), room_state: "ended", registered: 41, attended: 2 }),
  one(5, { title: "Krane prüfen", state: "cancelled", starts_at: at(-30 * DAY), room_state: "ended", registered: 12 }),
];

const people = [
  ["Andreas Höfler", "Metallbau Höfler GmbH", "a.hoefler@metallbau-hoefler.example"],
  ["Birgit Nägele", "Nägele Edelstahltechnik", "naegele@naegele.example"],
  ["Tomasz Zieliński", "Zieliński Konstrukcje", "tomasz@zielinski.example"],
] as const;

const registrations: RegistrationRow[] = people.map(([name, company, email], n) => ({
  id: `g${n}`,
  name,
  company,
  email,
  role: "attendee",
  source: n === 0 ? "chat" : "page",
  language: "de",
  registered_at: days(n + 1),
  cancelled_at: null,
  contact: null,
  attended: n < 2,
  mail: n === 2 ? "failed" : "sent",
  mail_error: n === 2 ? "550 No such user" : "",
}));

const live = Date.parse(at(-14 * DAY));
const then = (minute: number): string => new Date(live + minute * 60_000).toISOString();
const report: AttendanceReport = {
  room: "r4",
  kind: "webinar",
  title: "Vakuum oder Magnet?",
  state: "ended",
  live_at: then(0),
  ended_at: then(47),
  seconds: 47 * 60,
  registered: 41,
  attended: 2,
  average_seconds: 41 * 60,
  peak: 3,
  peak_at: then(9),
  people: [
    { name: "Andreas Höfler", company: "Metallbau Höfler GmbH", participant: "p1", attended: true, minutes: 46, first_at: then(0), last_at: then(47), spans: [[then(0), then(35)], [then(36), then(47)]], rejoins: 1, questions: ["Hält das auf zundrigem Blech?"] },
    { name: "Birgit Nägele", company: "Nägele Edelstahltechnik", participant: "p2", attended: true, minutes: 36, first_at: then(8), last_at: then(44), spans: [[then(8), then(44)]], hands: 1, floor: 1 },
    { name: "Lena Fuchs", role: "host", participant: "p3", attended: true, minutes: 47, first_at: then(0), last_at: then(47), spans: [[then(0), then(47)]], messages: 2 },
    { name: "Tomasz Zieliński", company: "Zieliński Konstrukcje", email: "tomasz@zielinski.example", registration: "g2" },
  ],
};

const asked = (id: string, name: string, error = ""): Invited => ({ id, name, mail: error ? "failed" : "sent", error });

const meetings: RoomRow[] = [
  { id: "m1", kind: "meeting", site: "haldner", title: "Besprechung", language: "de", state: "live", live_at: minutes(4), here: 2, conversation: "c", guest: "Andreas Höfler", by: "Miriam Keller" },
  { id: "m2", kind: "meeting", site: "haldner", title: "Vertriebsrunde", language: "de", state: "planned", starts_at: at(2 * DAY), ends_at: at(2 * DAY + 30), by: "Lena Fuchs", invited: [asked(brueckner, "Jonas Brückner", "550 No such user"), asked(fuchs, "Lena Fuchs"), asked(keller, "Miriam Keller")] },
];

/** What the screens of webinars and meetings ask for. */
export function webinars(area: string, id: string | undefined, what: string | undefined): Answer {
  const none = location.search.includes("empty");
  if (area === "rooms") return what === "attendance" ? [200, report] : [200, id ? meetings[0] : none ? [] : meetings];
  if (!id) return [200, none ? [] : all];
  if (what === "registrations") return [200, registrations];
  return [200, all.find((each) => each.id === id) ?? all[1]];
}
