/** The address if it is one that may become a link or a picture; else undefined. */
export function httpUrl(url: string | null | undefined): string | undefined {
  if (!url) return undefined;
  if (url.startsWith("/") && !url.startsWith("//")) return url;
  try {
    const { protocol } = new URL(url);
    return protocol === "https:" || protocol === "http:" ? url : undefined;
  } catch {
    return undefined;
  }
}

/** The page's address with the anchor of a passage, unless it has one already. */
export function withAnchor(url: string, anchor: string): string {
  return anchor && !url.includes("#") ? `${url}#${anchor}` : url;
}
