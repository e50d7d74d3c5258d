const de = {
  chat: "Chat",
  close: "Chat schließen",
  late: "Der Chat lädt gerade nicht. Ist die Verbindung da?",
  news: (n: number) => (n === 1 ? "1 neue Antwort" : `${n} neue Antworten`),
};

const en: typeof de = {
  chat: "Chat",
  close: "Close chat",
  late: "The chat does not load at the moment. Is there a connection?",
  news: (n) => (n === 1 ? "1 new answer" : `${n} new answers`),
};

export const panelWords = (lang: string): typeof de => (/^de/i.test(lang) ? de : en);
