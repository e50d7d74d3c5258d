import { Store } from "../model/store";

export type Theme = "dark" | "light";
const KEY = "hub.room.theme";

function kept(): Theme {
  try {
    return sessionStorage.getItem(KEY) === "light" ? "light" : "dark";
  } catch {
    return "dark";
  }
}

/** The hall is dim unless somebody wants it light; kept as long as the tab. */
export const theme = new Store<Theme>(kept());

export function setTheme(next: Theme): void {
  theme.set(next);
  document.documentElement.dataset["theme"] = next;
  try {
    sessionStorage.setItem(KEY, next);
  } catch {
    // Then it lasts as long as the page.
  }
}

export function applyTheme(): void {
  document.documentElement.dataset["theme"] = theme.get();
}
