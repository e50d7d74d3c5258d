/** One way to call the API: JSON, the CSRF token on writes, errors as `ApiError`. */

export interface ErrorBody {
  code: string;
  message: string;
  field?: string;
  retry_after?: number;
  facts?: Record<string, unknown>;
}

/** `status` 0: no answer at all (offline, or the server is down). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly facts: Record<string, unknown>;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.field = body.field;
    this.facts = body.facts ?? {};
  }
}

const BASE = "/api/v1/";
let csrf = "";
let onSignedOut: () => void = () => undefined;

export function setCsrf(token: string): void {
  csrf = token;
}

/** Called when an answer is 401: the session has ended. */
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

async function failure(response: Response): Promise<ApiError> {
  const fallback = { code: `http_${response.status}`, message: "" };
  try {
    const body = (await response.json()) as { error?: ErrorBody };
    return new ApiError(response.status, body.error ?? fallback);
  } catch {
    return new ApiError(response.status, fallback);
  }
}

async function call(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(BASE + path, {
      credentials: "same-origin",
      ...init,
      headers: { Accept: "application/json", ...init.headers },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, { code: "unreachable", message: "" });
  }
  if (response.ok) return response;
  if (response.status === 401 && !path.startsWith("auth/")) onSignedOut();
  throw await failure(response);
}

async function json<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

export type Query = Record<string, string | number | boolean | undefined>;

export function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return json<T>(await call(withQuery(path, query), signal ? { signal } : {}));
}

/** Before there is a session, and when another tab has signed in again, the token is asked for. */
async function token(): Promise<string> {
  if (!csrf) csrf = (await get<{ csrf: string }>("auth/csrf")).csrf;
  return csrf;
}

/** A write with the CSRF token. One that is too old is fetched anew, once. */
async function guarded(path: string, init: RequestInit): Promise<Response> {
  const once = async (): Promise<Response> =>
    call(path, { ...init, headers: { ...init.headers, "X-CSRFToken": await token() } });
  try {
    return await once();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "csrf") throw error;
    csrf = "";
    return once();
  }
}

async function write<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { "Content-Type": "application/json" };
  }
  return json<T>(await guarded(path, init));
}

export const post = <T = unknown>(path: string, body?: unknown): Promise<T> =>
  write<T>("POST", path, body ?? {});
export const patch = <T = unknown>(path: string, body: unknown): Promise<T> =>
  write<T>("PATCH", path, body);

export async function upload<T>(path: string, form: FormData): Promise<T> {
  return json<T>(await guarded(path, { method: "POST", body: form }));
}
