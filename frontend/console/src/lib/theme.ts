import { createStore } from "../store/store";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
const KEY = "hub.theme";

function stored(): Theme {
  try {
    const value = window.localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === value) ?? "system";
  } catch {
    return "system";
  }
}

export const theme = createStore<Theme>(stored());

function apply(): void {
  const chosen = theme.get();
  if (chosen === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
}

export function setTheme(next: Theme): void {
  try {
    if (next === "system") window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  theme.set(next);
  apply();
}

apply();

// Paper is white, whatever the screen is.
window.addEventListener("beforeprint", () => {
  document.documentElement.dataset["theme"] = "light";
});
window.addEventListener("afterprint", apply);
