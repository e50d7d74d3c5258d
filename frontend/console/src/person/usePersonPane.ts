import { useState } from "react";
import { useMedia } from "../lib/useMedia";
import { createStore, useStore } from "../store/store";

export interface PersonPaneControl {
  /** Beside the conversation, or (on narrow screens) a drawer over it. */
  as: "column" | "drawer";
  isOpen: boolean;
  toggle: () => void;
  close: () => void;
}

/** Whether somebody wants the column is remembered while the page is open. */
const wanted = createStore(true);

export function usePersonPane(): PersonPaneControl {
  const wide = useMedia("(min-width: 1180px)");
  const column = useStore(wanted);
  const [drawer, setDrawer] = useState(false);
  if (wide) {
    return {
      as: "column",
      isOpen: column,
      toggle: () => wanted.set((before) => !before),
      close: () => wanted.set(false),
    };
  }
  return {
    as: "drawer",
    isOpen: drawer,
    toggle: () => setDrawer((before) => !before),
    close: () => setDrawer(false),
  };
}
