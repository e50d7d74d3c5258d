import { expect, test } from "vitest";
import type { Author } from "../src/model/talk";
import { loadWords } from "../src/texts";
import { nameForOthers, nameOf } from "../src/ui/author";

const author = (more: Partial<Author>): Author => ({
  id: "one",
  name: "",
  face: "",
  title: "",
  mine: false,
  machine: false,
  ...more,
});

test.each([
  ["de", "Besucher", "Sie"],
  ["en", "Visitor", "You"],
] as const)("who has no name is a visitor, in %s", async (lang, visitor, you) => {
  const { t } = await loadWords(lang);
  expect(nameOf(author({}), t)).toBe(visitor);
  expect(nameOf(author({ name: "Anna Sommer" }), t)).toBe("Anna Sommer");
  expect(nameOf(author({ mine: true }), t)).toBe(you);
  expect(nameForOthers(author({}), "Miriam Keller", t)).toBe(visitor);
  expect(nameForOthers(author({ mine: true }), "Anna Sommer", t)).toBe("Anna Sommer");
  expect(nameForOthers(author({ mine: true }), "", t)).toBe(visitor);
});
