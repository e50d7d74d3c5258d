/** The words of cards that few conversations have: they come with the cards, not with the panel. */

import type { Lang } from "../../../common/i18n";

const de = {
  webinar: (title: string) => `Webinar ${title}`,
  inLanguage: { de: "auf Deutsch", en: "auf Englisch" } as Record<string, string>,
  with: (names: string) => `mit ${names}`,
  register: "Anmelden",
  email: "E-Mail",
  name: "Name",
  registered: "Sie sind angemeldet. Die Bestätigung mit Ihrem Link kommt per E-Mail.",
  withdrawn: "Sie haben sich abgemeldet.",
  about: "Mehr dazu",
  join: "Jetzt teilnehmen",
  toRoom: "Zum Raum",
  past: "Dieses Webinar ist vorbei.",
  cancelled: "Dieses Webinar findet nicht statt.",
  meeting: "Besprechung",
  meetingHint: "Mit Kamera und Mikrofon, wenn Sie möchten. Öffnet in einem neuen Tab.",
  meetingOver: "Diese Besprechung ist beendet.",
  meetingCancelled: "Diese Besprechung ist abgesagt.",
};

const en: typeof de = {
  webinar: (title) => `Webinar ${title}`,
  inLanguage: { de: "in German", en: "in English" },
  with: (names) => `with ${names}`,
  register: "Register",
  email: "E-mail",
  name: "Name",
  registered: "You are registered. The confirmation with your link comes by e-mail.",
  withdrawn: "You have withdrawn.",
  about: "More about it",
  join: "Join now",
  toRoom: "To the room",
  past: "This webinar is over.",
  cancelled: "This webinar does not take place.",
  meeting: "Meeting",
  meetingHint: "With camera and microphone, if you like. Opens in a new tab.",
  meetingOver: "This meeting has ended.",
  meetingCancelled: "This meeting is cancelled.",
};

export const words = (lang: Lang): typeof de => (lang === "de" ? de : en);
