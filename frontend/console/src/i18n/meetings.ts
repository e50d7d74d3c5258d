const de = {
  none: "Keine Besprechung",
  noneText: "Aus einem Gespräch beginnt eine mit einem Klick; eine für das Team planen Sie hier.",
  plan: "Besprechung planen",
  now: "Jetzt beginnen",
  subject: "Thema",
  with: "Im Gespräch erscheint eine Karte, mit der Ihr Gegenüber zur vereinbarten Zeit beitritt.",
  made: (n: number) =>
    n === 0 ? "Geplant." : n === 1 ? "Geplant. 1 Einladung geht hinaus." : `Geplant. ${n} Einladungen gehen hinaus.`,
  join: "Beitreten",
  planned: "geplant",
  fromConversation: "aus einem Gespräch",
  past: "Dieser Beginn ist schon vorbei.",
  tooLong: "Höchstens 12 Stunden.",

  invite: "Wen einladen?",
  inviteFind: "Name suchen",
  inviteHint: "Eingeladene bekommen eine Mail mit Kalendereintrag.",
  inviteMore: "Wer dazukommt, bekommt eine Mail mit Kalendereintrag; wer nicht mehr dabei ist, eine Absage.",
  inviteAway: "Die Namen ließen sich nicht laden. Planen können Sie trotzdem und später einladen.",
  inviteNobody: "Außer Ihnen gibt es hier noch niemanden.",
  chosen: "Eingeladen",
  chosenCount: (n: number) => (n === 0 ? "Niemand eingeladen" : n === 1 ? "1 eingeladen" : `${n} eingeladen`),
  tooMany: (n: number) => `Höchstens ${n} Eingeladene.`,
  notInvitable: "Jemand davon ist nicht mehr da oder hat keinen Zugang zu dieser Website.",
  you: (name: string) => `${name} (Sie)`,

  change: "Ändern",
  changeTitle: "Besprechung ändern",
  changeNote: "Ändern sich Thema oder Zeit, bekommen die Eingeladenen eine Mail, und ihr Kalender stellt sich um.",
  agreed: "Thema und Zeit sind mit Ihrem Gegenüber vereinbart. Passen sie nicht mehr, sagen Sie ab und planen neu.",
  ask: "Dazuholen",
  askTitle: "Jemanden dazuholen",
  askNote: "Die Besprechung läuft. Wer dazukommt, bekommt gleich eine Mail.",
  changed: "Gespeichert.",
  cancelIt: "Absagen …",
  cancelTitle: "Besprechung absagen",
  cancelText: (n: number) =>
    n === 0
      ? "Außer Ihnen bekommt niemand eine Mail."
      : n === 1
        ? "1 Person aus dem Haus bekommt eine Mail, und ihr Kalender streicht den Termin."
        : `${n} Personen aus dem Haus bekommen eine Mail, und ihre Kalender streichen den Termin.`,
  cancelVisitor: "Ihr Gegenüber sieht die Absage im Gespräch.",
  cancelPlain: "Absagen",
  cancelled: "Besprechung abgesagt.",

  invited: (names: string) => `Eingeladen: ${names}`,
  /** After that one is invited oneself. */
  also: (names: string) => `, außerdem ${names}`,
  others: (names: string, n: number) => (n === 1 ? `${names} und 1 weitere Person` : `${names} und ${n} weitere`),
  two: (one: string, other: string) => `${one} und ${other}`,
  youAre: "Sie sind eingeladen",
  runs: (title: string) => `Sie sind eingeladen: „${title}“ läuft.`,
  mailFailed: (names: string, words: string) => `Mail an ${names} ging nicht hinaus: ${words}`,
};

const en: typeof de = {
  none: "No meeting",
  noneText: "From a conversation one begins with a click; one for the team is planned here.",
  plan: "Plan a meeting",
  now: "Begin now",
  subject: "Subject",
  with: "A card appears in the conversation, by which the other side joins at the agreed time.",
  made: (n) => (n === 0 ? "Planned." : n === 1 ? "Planned. 1 invitation goes out." : `Planned. ${n} invitations go out.`),
  join: "Join",
  planned: "planned",
  fromConversation: "from a conversation",
  past: "This start has passed already.",
  tooLong: "At most 12 hours.",

  invite: "Whom to invite?",
  inviteFind: "Search a name",
  inviteHint: "Whoever is invited gets a mail with a calendar entry.",
  inviteMore: "Whoever is new gets a mail with a calendar entry; whoever is taken off, a cancellation.",
  inviteAway: "The names could not be loaded. You can plan all the same, and invite later.",
  inviteNobody: "There is nobody here besides you yet.",
  chosen: "Invited",
  chosenCount: (n) => (n === 0 ? "Nobody invited" : `${n} invited`),
  tooMany: (n) => `At most ${n} can be invited.`,
  notInvitable: "Somebody among them has left, or has no access to this website.",
  you: (name) => `${name} (you)`,

  change: "Change",
  changeTitle: "Change the meeting",
  changeNote: "When subject or time change, those invited get a mail and their calendars follow.",
  agreed: "Subject and time were agreed with the other side. If they no longer fit, cancel it and plan another one.",
  ask: "Ask in",
  askTitle: "Ask somebody to join",
  askNote: "The meeting is running. Whoever is new gets a mail at once.",
  changed: "Saved.",
  cancelIt: "Cancel meeting …",
  cancelTitle: "Cancel the meeting",
  cancelText: (n) =>
    n === 0
      ? "Nobody gets a mail besides you."
      : n === 1
        ? "1 person of the house gets a mail, and their calendar removes the event."
        : `${n} people of the house get a mail, and their calendars remove the event.`,
  cancelVisitor: "The other side sees in the conversation that it is cancelled.",
  cancelPlain: "Cancel the meeting",
  cancelled: "Meeting cancelled.",

  invited: (names) => `Invited: ${names}`,
  also: (names) => `, and also ${names}`,
  others: (names, n) => (n === 1 ? `${names} and 1 other` : `${names} and ${n} others`),
  two: (one, other) => `${one} and ${other}`,
  youAre: "You are invited",
  runs: (title) => `You are invited: “${title}” is on.`,
  mailFailed: (names, words) => `The mail to ${names} did not go out: ${words}`,
};

export const meetings = { de, en };
