const de = {}; const en: typeof de = {}; export const bridge = { de, en };
