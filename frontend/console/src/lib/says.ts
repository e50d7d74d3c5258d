import { ApiError } from "../api/http";
import type { Texts } from "../i18n";

/** The sentence for the person: the server's own words where it has some. */
export function says(error: unknown, texts: Texts): string {
  if (!(error instanceof ApiError)) return texts.shell.failed;
  if (error.status === 0) return texts.shell.unreachable;
  if (error.message) return error.message;
  if (error.status === 403) return texts.shell.notAllowed;
  if (error.status === 404) return texts.shell.notFound;
  if (error.status === 429) return texts.shell.tooMany;
  return error.status >= 500 ? texts.shell.serverError : texts.shell.failed;
}
