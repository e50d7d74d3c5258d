import { safeUrl } from "../model/links";

/** Opens an address in a new tab that knows nothing of this one. False: it is no address. */
export function openTab(address: unknown): boolean {
  const href = safeUrl(address);
  if (!href) return false;
  Object.assign(document.createElement("a"), { href, target: "_blank", rel: "noopener noreferrer" }).click();
  return true;
}
