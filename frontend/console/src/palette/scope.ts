/** What the first character narrows the search to. */
export type Scope = "all" | "commands" | "contacts" | "products";

const MARKS: Record<string, Scope> = { ">": "commands", "@": "contacts", "#": "products" };

export function scopeOf(query: string): { scope: Scope; words: string } {
  const scope = MARKS[query.charAt(0)];
  if (!scope) return { scope: "all", words: query.trim() };
  return { scope, words: query.slice(1).trim() };
}

/** Whether the text holds every word; ä is found as a, too. */
export function holds(text: string, words: string): boolean {
  const plain = fold(text);
  return fold(words)
    .split(/\s+/u)
    .every((word) => plain.includes(word));
}

function fold(text: string): string {
  return text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
