import { describe, expect, it } from "vitest";
import { setLanguage, text } from "../i18n";
import { eventText } from "./EventLine";

setLanguage("de");
const said = (kind: string, body: Record<string, unknown> = {}): string | null =>
  eventText(kind, body, text());

describe("what happened, in a line", () => {
  it("names who took it, and from whom", () => {
    expect(said("assigned", { name: "Miriam Keller" })).toBe("Miriam Keller hat übernommen");
    expect(said("assigned", { name: "Keller", before: "Brückner" })).toBe(
      "Brückner hat an Keller übergeben",
    );
  });
  it("names the fields of a form, never their values", () => {
    expect(said("form.submitted", { card: 3, fields: ["name", "email"] })).toBe(
      "Formular ausgefüllt: Name, E-Mail",
    );
    expect(said("form.submitted", { card: 3 })).toBe("Formular ausgefüllt");
  });
  it("tells where somebody came from without the address's query", () => {
    const body = { referrer: "https://www.google.com/search?q=secret", page_title: "VH 250" };
    expect(said("origin", body)).toBe("kam über google.com auf VH 250");
    expect(said("origin", { page_title: "VH 250" })).toBe("schreibt von der Seite VH 250");
  });
  it("tells who registers for a webinar and withdraws", () => {
    expect(said("webinar.registered", { title: "VH 250" })).toBe("Zum Webinar „VH 250“ angemeldet");
    expect(said("webinar.withdrawn", { title: "VH 250" })).toBe("Vom Webinar „VH 250“ abgemeldet");
  });
  it("leaves a kind that it does not know to its own text", () => {
    expect(said("poll.opened")).toBeNull();
  });
  it("survives a body that is not what it should be", () => {
    expect(said("form.submitted", { fields: "name" })).toBe("Formular ausgefüllt");
    expect(said("draft", { fate: 7 })).toBeNull();
    expect(said("joined", { name: null })).toBe(" ist dazugekommen");
  });
});
