const de = {}; const en: typeof de = {}; export const contacts = { de, en };
