import type { Lang } from "../../../common/i18n";
import type { Texts } from "./de";

export type { Texts } from "./de";

/** The words of one language; nobody loads the other. */
export async function loadTexts(lang: Lang): Promise<Texts> {
  return lang === "de" ? (await import("./de")).de : (await import("./en")).en;
}
