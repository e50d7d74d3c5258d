/** The public HTTP API (docs/api.md), from the frame's own origin. */

import type { FileOut, StartIn } from "../../../common/generated/public";
import type { Opening } from "./keep";

export interface Agent {
  id?: string;
  name: string;
  title?: string;
  salutation?: string;
  face?: string;
}

export interface Topic {
  icon?: string;
  title: string;
  text: string;
}

export interface SiteInfo {
  site: { key: string; name: string; languages: string[] };
  language?: string;
  time_zone?: string;
  open: boolean;
  until: string | null;
  reopens_at: string | null;
  /** Only those who are there now. */
  agents: Agent[];
  waiting: number;
  estimate_s: number | null;
  texts: {
    greeting?: string;
    intro?: string;
    topics?: Topic[];
    privacy_url?: string;
    /** Picture of the firm's mark. */
    mark?: string;
    /** Stands beside a price, e.g. that it is without VAT. */
    price_note?: string;
  };
  typing_preview: boolean;
  upload_max_bytes: number;
}

export interface Started {
  conversation: string;
  log: string;
  token: string;
  expires_at: string;
  seq: number;
  at: string;
}

export interface ConversationRef {
  id: string;
  log: string;
  state: "waiting" | "active" | "closed";
  created_at: string;
}

export interface Token {
  token: string;
  expires_at: string;
  conversations: ConversationRef[];
}

export type FileLinks = Pick<FileOut, "url" | "preview">;

/** `status` 0: no answer came. `message` is the server's sentence, empty when there is none. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: number | undefined;
  constructor(status: number, error: { code?: string; message?: string; retry_after?: number } = {}) {
    super(error.message ?? "");
    this.status = status;
    this.code = error.code ?? "";
    this.retryAfter = error.retry_after;
  }

  /** Whether the same call may succeed later. What carries no code was not said by the hub. */
  get passing(): boolean {
    return this.code === "" || this.status === 429 || this.status >= 500 || this.retryAfter !== undefined;
  }
}

export const BASE = "/api/v1/public/";

async function call<T>(path: string, lang: string, body?: unknown, token?: string): Promise<T> {
  let response: Response;
  const headers: Record<string, string> = { "Accept-Language": lang };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    response = await fetch(BASE + path, {
      method: body === undefined ? "GET" : "POST",
      credentials: "omit",
      cache: "no-store",
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0);
  }
  return answer<T>(response.status, await response.text());
}

export function answer<T>(status: number, text: string): T {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new ApiError(status >= 400 ? status : 502);
  }
  if (status >= 400) throw new ApiError(status, (data as { error?: object }).error);
  return data as T;
}

export const getSite = (site: string, lang: string): Promise<SiteInfo> =>
  call(`sites/${encodeURIComponent(site)}?lang=${lang}`, lang);

export function startConversation(site: string, language: string, key: string, opening: Opening): Promise<Started> {
  const { conversation, client_id, text, page, referrer, campaign, landing_page } = opening;
  const start: StartIn = { site, conversation, key, client_id, text, language, page, referrer, campaign, landing_page };
  return call("conversations", language, start);
}

export const getToken = (key: string, lang: string): Promise<Token> => call("token", lang, { key });

export const getFile = (file: string, token: string, lang: string): Promise<FileLinks> =>
  call(`files/${encodeURIComponent(file)}`, lang, undefined, token);
