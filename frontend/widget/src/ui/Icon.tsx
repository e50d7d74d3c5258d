/** One set: 24 grid, stroke 1.6, round ends. */
const PATHS = {
  alert: "M12 4 2.5 20h19zM12 10v4.5M12 17.3v.1",
  box: "m12 3.5 8 4.2v8.6l-8 4.2-8-4.2V7.7zM4 7.7l8 4.3 8-4.3M12 12v8.5",
  calendar: "M5.5 5h13a2 2 0 0 1 2 2v11.5a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM3.5 10h17M8 2.5V6.5M16 2.5V6.5",
  check: "m5 12.5 4.5 4.5L19 7",
  checks: "m2.5 12.5 4.5 4.5L15.5 8M12 16l1 1 8.5-9",
  clip: "m19.5 11.5-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-8 8a1.6 1.6 0 0 1-2.2-2.2l7.3-7.3",
  clock: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7v5l3.5 2",
  close: "M6 6l12 12M18 6 6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  file: "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5M9 12.5h6.5M9 16h6.5",
  left: "m14.5 6-6 6 6 6",
  list: "M8.5 6.5h11M8.5 12h11M8.5 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1",
  mail: "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zm-1.5 2 8.5 6.5L20.5 7",
  refresh: "M19.5 12a7.5 7.5 0 0 1-13.3 4.7M4.5 12a7.5 7.5 0 0 1 13.3-4.7M18.5 3.5v4h-4M5.5 20.5v-4h4",
  right: "m9.5 6 6 6-6 6",
  send: "M12 19V5M6 11l6-6 6 6",
  tag: "M4 4h8l8 8-8 8-8-8zM8.5 8.5h.1",
  text: "M5 6.5h14M5 11h14M5 15.5h8",
  truck: "M2.5 6.5h11.5v10H2.5zM14 10h4l3.5 3.5v3H14zM7 15.7a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zM17.5 15.7a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z",
  wrench: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM9 15a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
};

export type IconName = keyof typeof PATHS;

/** `path` draws something that only one place needs. */
export function Icon({ name, path, small = false }: { name?: IconName; path?: string; small?: boolean }) {
  return (
    <svg class={small ? "icon icon--sm" : "icon"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={path ?? PATHS[name ?? "text"]} />
    </svg>
  );
}

/** A name from outside; what we don't have is a line of text. */
export const iconNamed = (name: string | undefined): IconName =>
  name !== undefined && name in PATHS ? (name as IconName) : "text";
