/** Puts a text into the composer that is on the screen, if there is one. */
let into: ((text: string) => void) | null = null;

export function insertText(text: string): void {
  into?.(text);
}

/** The composer says that it takes texts; returns how it stops. */
export function takeInserts(take: (text: string) => void): () => void {
  into = take;
  return () => {
    if (into === take) into = null;
  };
}
