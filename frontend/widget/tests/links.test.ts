import { describe, expect, test } from "vitest";
import { parts, safeUrl } from "../src/model/links";

const links = (text: string) => parts(text).filter((part) => part.href).map((part) => [part.text, part.href]);

describe("links in messages", () => {
  test("addresses can be pressed, the sentence around them stays", () => {
    expect(parts("Siehe https://haldner.example/vh250, Seite 3.")).toEqual([
      { text: "Siehe " },
      { text: "https://haldner.example/vh250", href: "https://haldner.example/vh250" },
      { text: ", Seite 3." },
    ]);
  });

  test.each([
    ["(https://a.example/x)", "https://a.example/x"],
    ["https://de.example/wiki/Vakuum_(Technik).", "https://de.example/wiki/Vakuum_(Technik)"],
    ["„https://a.example“", "https://a.example"],
    ["www.haldner.example?", "www.haldner.example"],
  ])("%s ends where the address ends", (text, shown) => expect(links(text)[0]![0]).toBe(shown));

  test("mail addresses write a mail", () => {
    expect(links("an m.keller@haldner.example bitte")).toEqual([
      ["m.keller@haldner.example", "mailto:m.keller@haldner.example"],
    ]);
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://bank.example@evil.example/login",
    "vbscript:x",
    "file:///etc/passwd",
  ])("%s is not made a link to where it points", (text) => {
    expect(links(text).every(([, href]) => href!.startsWith("mailto:"))).toBe(true);
  });

  test("nothing is lost or doubled, whatever the text", () => {
    for (const text of ["", "a", "https://", "x https://a.b/c y www.d.e z", "<b>https://a.b</b>", "a@b.c,d@e.f"]) {
      expect(parts(text).map((part) => part.text).join("")).toBe(text);
    }
  });

  test("a very long text takes no time", () => {
    const start = performance.now();
    parts("a.".repeat(2_000));
    parts("https://".repeat(500));
    parts(`${"a".repeat(4_000)}@`);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("addresses on cards", () => {
  test.each([
    ["/demo/vh250", "http://hub.example/demo/vh250"],
    ["https://files.example/f?sig=1", "https://files.example/f?sig=1"],
    ["javascript:alert(1)", null],
    [" java\nscript:alert(1)", null],
    ["data:image/svg+xml,x", null],
    ["", null],
    [null, null],
    [{}, null],
  ])("%j becomes %s", (url, safe) => expect(safeUrl(url, "http://hub.example")).toBe(safe));
});
