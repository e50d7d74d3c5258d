/** "/" and "#" open a list, at the beginning of the text and after a space only: 1/2 stays 1/2. */
export function triggers(key: string, text: string, caret: number): "prepared" | "product" | null {
  if (key !== "/" && key !== "#") return null;
  const before = text.slice(0, caret);
  if (before !== "" && !/\s$/u.test(before)) return null;
  return key === "/" ? "prepared" : "product";
}
