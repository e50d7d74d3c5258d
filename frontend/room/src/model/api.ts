/** The public HTTP API, from the page's own origin. */

import { backoff } from "../../../common/client/backoff";
import type { Admission, Look } from "../../../common/generated/events";

/** `status` 0: no answer came. `message` is the server's sentence, empty when there is none. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly retryAfter: number | undefined;
  constructor(status: number, error: { code?: string; message?: string; field?: string; retry_after?: number } = {}) {
    super(error.message ?? "");
    this.status = status;
    this.code = error.code ?? "";
    this.field = error.field;
    this.retryAfter = error.retry_after;
  }

  /** Whether trying again may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

async function post<T>(path: string, body: unknown, lang: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/public/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": lang },
      body: JSON.stringify(body),
      credentials: "omit",
    });
  } catch {
    throw new ApiError(0);
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  throw new ApiError(response.status, (answer as { error?: { code?: string } } | null)?.error);
}

export const look = (token: string, lang: string): Promise<Look> => post("rooms/look", { token, lang }, lang);

export const withdraw = (token: string, lang: string): Promise<Look> => post("rooms/withdraw", { token, lang }, lang);

export const registerAgain = (token: string, lang: string): Promise<Look> =>
  post("rooms/register-again", { token, lang }, lang);

export interface Other {
  /** Made once a form, so that pressing twice lets in one. */
  id: string;
  name: string;
  email?: string;
}

export const join = (token: string, other: Other | null, lang: string): Promise<Admission> =>
  post(
    "rooms/join",
    other
      ? {
          token,
          as: "other",
          ...other,
          language: lang,
          time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        }
      : { token, as: "me" },
    lang,
  );

export const linkAgain = (slug: string, email: string, lang: string): Promise<unknown> =>
  post(`webinars/${encodeURIComponent(slug)}/link`, { email }, lang);

/** Calls until there is an answer; throws what would not change by trying again. */
export async function persist<T>(call: () => Promise<T>, failed: () => void): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.passing) throw error;
      failed();
      const wait = Math.max((error.retryAfter ?? 0) * 1000, backoff(tries, Math.random()));
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}
