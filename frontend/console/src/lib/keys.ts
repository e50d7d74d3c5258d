/** Shortcuts: "j", "?", "mod+k" (Ctrl, on a Mac ⌘), "mod+enter", "escape". */

export const isMac = /Mac|iP(hone|ad)/u.test(navigator.platform);

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export function matches(keys: string, event: Pressed, mac = isMac): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  const mod = parts.includes("mod");
  const held = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  return event.key.toLowerCase() === key && held === mod && !other && !event.altKey;
}

/** A single character, without a modifier: would get in the way of writing. */
export function isSingle(keys: string): boolean {
  return !keys.includes("mod+") && keys !== "escape";
}

/** As key caps: ["Strg", "K"]. */
export function caps(keys: string, words: { ctrl: string }, mac = isMac): string[] {
  return keys.split("+").map((key) => {
    if (key === "mod") return mac ? "⌘" : words.ctrl;
    if (key === "enter") return "↵";
    if (key === "escape") return "Esc";
    return key.toUpperCase();
  });
}

/** For `aria-keyshortcuts`: "Control+K". */
export function spoken(keys: string, mac = isMac): string {
  return keys
    .split("+")
    .map((key) => {
      if (key === "mod") return mac ? "Meta" : "Control";
      return key.length === 1 ? key.toUpperCase() : key[0]!.toUpperCase() + key.slice(1);
    })
    .join("+");
}
