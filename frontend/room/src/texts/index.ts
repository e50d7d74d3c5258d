import { createContext, useContext } from "react";
import { Formats, type Lang } from "../../../shared/i18n";
import type { Texts } from "./de";

export type { Texts } from "./de";

export interface Words {
  t: Texts;
  f: Formats;
}

/** The words of one language; nobody loads the other. */
export async function loadWords(lang: Lang): Promise<Words> {
  const t = lang === "de" ? (await import("./de")).de : (await import("./en")).en;
  return { t, f: new Formats(lang) };
}

const Context = createContext<Words | null>(null);
export const WordsProvider = Context.Provider;

export function useWords(): Words {
  const words = useContext(Context);
  if (!words) throw new Error("no words here");
  return words;
}
