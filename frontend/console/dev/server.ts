import { ago } from "./clock";
import { draft } from "./draft";
import { hoefler, inbox, rows } from "./inbox";
import * as people from "./people";
import { prepared, products } from "./content";
import { FakeSocket } from "./socket";
import { me, team } from "./staff";
import { internalLog, publicLog } from "./talk";
import { bridge } from "./bridge";
import { webinars } from "./webinars";

type Answer = [status: number, body: unknown];

/** Answers of the API on invented data. Writes are accepted and change nothing. */
export function answer(method: string, path: string, query: URLSearchParams, body: unknown): Answer {
  const [area, id, what] = path.split("/");
  const signedOut = location.search.includes("signed-out");
  if (area === "auth") return [200, { csrf: "x", next: "enrol", secret: "JBSWY3DPEHPK3PXP", uri: "", qr_svg: QR, recovery_codes: [] }];
  if (signedOut) return [401, { error: { code: "signed_out", message: "" } }];
  if (method === "GET") {
    if (area === "me") return [200, me];
    if (area === "team") return [200, team];
    if (area === "inbox") return [200, inbox()];
    if (area === "prepared") return [200, prepared(query.get("q") ?? "")];
    if (area === "products") return [200, products(query.get("q") ?? "")];
    if (area === "contacts" && !id) return [200, people.contacts(query.get("q") ?? "", query.get("state") ?? "", Number(query.get("page") ?? 1))];
    if (area === "contacts" && what === "timeline") return [200, people.timeline];
    if (area === "contacts") return [200, people.contact];
    if (area === "merge-proposals") return [200, people.contact.proposals];
    if (area === "history") return [200, { text: people.timeline.items[0]?.lines.join("\n") ?? "" }];
    if (area === "webinars" || area === "rooms") return webinars(area, id, what);
    if (area === "bridge") return bridge(path, query);
    if (area === "conversations") {
      const row = rows().find((each) => each.id === id);
      if (!row) return [404, { error: { code: "not_found", message: "Dieses Gespräch gibt es nicht." } }];
      return [200, {
        row,
        contact: row.id === hoefler.id ? { id: people.contactId, name: row.name, company: row.company } : null,
        page: { url: "/demo/vh-250", title: "VH 250, Zubehör", since: ago(52) },
        origin: { referrer: "https://www.google.com/search", campaign: "", landing_page: "/demo/", page_title: row.page_title },
        logs: { public: publicLog, internal: internalLog },
      }];
    }
  }
  if (what === "take") return [409, { error: { code: "already_taken", message: "", facts: { name: "Jonas Brückner" } } }];
  if (what === "draft") return [200, draft(id ?? "", (body as { question?: number }).question ?? 0)];
  if (what === "refresh") return [200, draft("", 7)];
  if (what === "send-text") return [200, { text: (body as { text: string }).text, changes: [], sendable: true }];
  return [200, {}];
}

const QR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21"><path d="M0 0h7v7H0zM14 0h7v7h-7zM0 14h7v7H0zM9 3h3v3H9zM10 9h4v2h-4zM9 14h3v2H9zM15 15h4v4h-4z"/></svg>';

export function installServer(): void {
  const real = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = new URL(typeof input === "string" ? input : input instanceof URL ? input.href : input.url, location.href);
    if (!url.pathname.startsWith("/api/v1/")) return real(input, init);
    const wait = location.search.includes("slow") ? 5_000 : 60;
    await new Promise((resolve) => setTimeout(resolve, wait));
    const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : {};
    const [status, data] = answer(init?.method ?? "GET", url.pathname.slice(8), url.searchParams, body);
    return new Response(JSON.stringify(data), { status, headers: { "Content-Type": "application/json" } });
  };
  window.WebSocket = FakeSocket as unknown as typeof WebSocket;
}
