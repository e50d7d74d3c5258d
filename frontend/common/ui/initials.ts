/** Legal forms say nothing about a name. */
const LEGAL = /^(GmbH|AG|KG|UG|OHG|SE|Ltd|Inc|BV|Srl)\.?$/u;

/**
 * Of the first and the last name, at most two letters: "Andreas Höfler" → "AH", "Joachim von der
 * Heyden" → "JH", "Metallbau Höfler GmbH" → "MH", "" → "".
 */
export function initials(name: string): string {
  const words = name
    .split(/[\s\-–]+/u)
    .filter((word) => /^\p{L}/u.test(word) && !LEGAL.test(word))
    .filter((word, index) => index === 0 || /^\p{Lu}/u.test(word));
  const letter = (word: string | undefined): string => word?.match(/^\p{L}/u)?.[0] ?? "";
  const last = words.length > 1 ? letter(words.at(-1)) : "";
  return (letter(words[0]) + last).toLocaleUpperCase();
}
