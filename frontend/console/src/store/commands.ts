import { useEffect, useRef } from "react";
import type { IconName } from "../../../common/ui/icons";
import { createStore } from "./store";

/** Something that can be done now: it stands in the palette, in the help, and has its keys. */
export interface Command {
  id: string;
  /** Where it stands in the palette. */
  group: "conversation" | "go" | "you";
  label: string;
  icon: IconName;
  /** As in `lib/keys.ts`: "j", "mod+k", "mod+enter", "escape". */
  keys?: string;
  /** More keys for the same, not shown. */
  also?: string;
  /** Left out of the palette: makes no sense there (moving through a list). */
  onlyKeys?: boolean;
  run: () => void;
}

export const commands = createStore<readonly Command[]>([]);

/** Registers the command while the component is on the screen; null takes it away. */
export function useCommand(command: Command | null): void {
  const current = useRef(command);
  current.current = command;
  const shape = command
    ? [command.id, command.group, command.label, command.icon, command.keys].join("|")
    : null;
  useEffect(() => {
    const now = current.current;
    if (shape === null || !now) return;
    const entry: Command = { ...now, run: () => current.current?.run() };
    commands.set((before) => [...before.filter((each) => each.id !== entry.id), entry]);
    return () => {
      commands.set((before) => before.filter((each) => each !== entry));
    };
  }, [shape]);
}
