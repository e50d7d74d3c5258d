import { createStore, useStore } from "../store/store";
import { bridge } from "./bridge";
import { contacts } from "./contacts";
import { draft } from "./draft";
import { inbox } from "./inbox";
import { meetings } from "./meetings";
import { person } from "./person";
import { shell } from "./shell";
import { signIn } from "./sign-in";
import { talk } from "./talk";
import { webinars } from "./webinars";

export const LANGUAGES = ["de", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const parts = { shell, signIn, inbox, talk, draft, person, contacts, bridge, webinars, meetings };
type Parts = typeof parts;
export type Texts = { [K in keyof Parts]: Parts[K]["de"] };

function catalogue(language: Language): Texts {
  const entries = Object.entries(parts).map(([name, part]) => [name, part[language]]);
  return Object.fromEntries(entries) as Texts;
}

const catalogues: Record<Language, Texts> = { de: catalogue("de"), en: catalogue("en") };

function initial(): Language {
  return navigator.language.startsWith("de") ? "de" : "en";
}

export const language = createStore<Language>(initial());

export function setLanguage(next: string): void {
  language.set(LANGUAGES.find((each) => each === next) ?? "en");
  document.documentElement.lang = language.get();
}

export function useText(): Texts {
  return catalogues[useStore(language)];
}

/** For what happens outside a component. */
export function text(): Texts {
  return catalogues[language.get()];
}
