/** Cuts a text into plain parts and links. Only http(s) and mail addresses; no HTML is ever made. */

export interface Part {
  text: string;
  href?: string;
}

const LINK = /\bhttps?:\/\/[^\s<>"“”„]+|\bwww\.[^\s<>"“”„]+\.[^\s<>"“”„]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;
/** What ends a sentence rather than an address. */
const TAIL = /[.,;:!?…'’)\]}]+$/;

export function parts(text: string): Part[] {
  const found: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = trim(match[0]);
    const href = hrefOf(shown);
    if (!href) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

function trim(link: string): string {
  const tail = TAIL.exec(link)?.[0] ?? "";
  const cut = link.slice(0, link.length - tail.length);
  // A closing bracket that was opened inside belongs to the address (Wikipedia).
  const open = (cut.match(/\(/g)?.length ?? 0) - (cut.match(/\)/g)?.length ?? 0);
  return open > 0 && tail.startsWith(")") ? `${cut})` : cut;
}

function hrefOf(link: string): string | undefined {
  if (!/^(https?:|www\.)/i.test(link)) return `mailto:${link}`;
  try {
    const url = new URL(/^www\./i.test(link) ? `https://${link}` : link);
    // `https://firm.example@evil.example` shows one host and opens another.
    return url.username || url.password ? undefined : url.href;
  } catch {
    return undefined;
  }
}

/** An address that a card may link to: http(s), also relative to the hub's public origin. */
export function safeUrl(url: unknown, base = location.origin): string | null {
  if (typeof url !== "string" || url === "") return null;
  try {
    const parsed = new URL(url, base);
    return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
  } catch {
    return null;
  }
}
