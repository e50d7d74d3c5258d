/** "Andreas Höfler" → "AH", "Metallbau Höfler GmbH" → "MH", "" → "". At most two letters. */
export function initials(name: string): string {
  const words = name
    .split(/[\s\-–]+/u)
    .filter((word) => /^\p{L}/u.test(word))
    .filter((word, index) => index === 0 || /^\p{Lu}/u.test(word));
  const first = words[0]?.match(/^\p{L}/u)?.[0] ?? "";
  const last = words.length > 1 ? (words[1]?.match(/^\p{L}/u)?.[0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}
