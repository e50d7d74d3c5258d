import { createStore } from "../store/store";

const KEY = "hub.single-keys";

function stored(): boolean {
  try {
    return window.localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

/** Shortcuts of one letter can be switched off: speech input and slips would set them off. */
export const singleKeys = createStore(stored());

export function setSingleKeys(on: boolean): void {
  try {
    if (on) window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, "off");
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  singleKeys.set(on);
}
