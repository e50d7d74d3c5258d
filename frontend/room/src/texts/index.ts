import { createContext, useContext } from "react";
import { Formats, type Lang } from "../../../common/i18n";
import type { Texts } from "./de";

export type { Texts } from "./de";

export interface Words {
  t: Texts;
  f: Formats;
  /** One text of several, by language. */
  inLang: (texts: Readonly<Record<string, string>> | undefined) => string;
}

/** The words of one language; nobody loads the other. */
export async function loadWords(lang: Lang): Promise<Words> {
  const t = lang === "de" ? (await import("./de")).de : (await import("./en")).en;
  return { t, f: new Formats(lang), inLang: (texts = {}) => texts[lang] ?? Object.values(texts)[0] ?? "" };
}

const Context = createContext<Words | null>(null);
export const WordsProvider = Context.Provider;

export function useWords(): Words {
  const words = useContext(Context);
  if (!words) throw new Error("no words here");
  return words;
}
