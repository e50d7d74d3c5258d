import { asLang } from "../../../common/i18n";
import type { Lang } from "../../../common/i18n";

/** What the launcher put into the frame's address. */
export interface Params {
  site: string;
  lang: Lang;
  /** Origin of the embedding page: the only one that is spoken to. Empty: not embedded. */
  embedder: string;
  theme: "light" | "dark" | null;
}

export function readParams(search: string): Params {
  const query = new URLSearchParams(search);
  const theme = query.get("theme");
  return {
    site: query.get("site") ?? "",
    lang: asLang(query.get("lang")),
    embedder: originOf(query.get("origin")),
    theme: theme === "light" || theme === "dark" ? theme : null,
  };
}

function originOf(text: string | null): string {
  try {
    const { origin } = new URL(text ?? "");
    return origin === text ? origin : "";
  } catch {
    return "";
  }
}
