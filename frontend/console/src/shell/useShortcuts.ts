import { useEffect } from "react";
import { isSingle, matches } from "../lib/keys";
import { singleKeys } from "../lib/single-keys";
import { commands } from "../store/commands";

const WRITING = "input, textarea, select, [contenteditable]";
const OWN_KEYS = '[role="dialog"], [role="menu"], [role="listbox"], [role="alertdialog"]';

/** Runs the command whose keys were pressed, unless something on the screen wants them itself. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (target.closest(OWN_KEYS)) return;
      const writing = target.closest(WRITING) !== null;
      const fits = (keys: string | undefined): boolean =>
        keys !== undefined &&
        matches(keys, event) &&
        !(isSingle(keys) && (writing || !singleKeys.get()));
      const command = commands.get().findLast((each) => fits(each.keys) || fits(each.also));
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}
