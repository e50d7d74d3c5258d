/** The launcher's own words. It says nothing that it would have to ask a server for. */
const de = {
  open: "Chat öffnen. ",
  ask: "Fragen?",
  how: "Wir antworten im Chat.",
  there: " ist da",
  yes: "Frage stellen",
  no: "Nicht jetzt",
  close: "Schließen",
  fails: "Der Chat lädt gerade nicht.",
};

const en: typeof de = {
  open: "Open chat. ",
  ask: "Questions?",
  how: "We answer in the chat.",
  there: " is here",
  yes: "Ask a question",
  no: "Not now",
  close: "Close",
  fails: "The chat can't load now.",
};

export const words = (lang: string): typeof de => (/^de/i.test(lang) ? de : en);
