import { createStore } from "./store";

export interface Notice {
  id: number;
  tone: "plain" | "bad";
  text: string;
}

/** The one line that tells what just happened when there is no better place for it. */
export const notice = createStore<Notice | null>(null);
let last = 0;

export function say(tone: Notice["tone"], text: string): void {
  last += 1;
  notice.set({ id: last, tone, text });
}

export function hush(): void {
  notice.set(null);
}
