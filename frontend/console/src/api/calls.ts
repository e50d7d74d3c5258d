/** Every call of the console, by name. Shapes are in types.ts. */
import type { Uuid } from "../../../common/client/frames";
import { get, patch, post, upload } from "./http";
import type {
  Colleague,
  ConversationDetail,
  Draft,
  DraftAnswer,
  Enrolment,
  FinalText,
  Inbox,
  Me,
  NextStep,
  PreparedText,
  Product,
  StoredFile,
} from "./types";

// --- signing in ------------------------------------------------------------------------------

export const signIn = (email: string, password: string): Promise<NextStep> =>
  post("auth/sign-in", { email, password });
export const enrol = (): Promise<Enrolment> => post("auth/enrol");
export const confirmCode = (code: string): Promise<NextStep> => post("auth/code", { code });
export const forgotten = (email: string): Promise<unknown> =>
  post("auth/password/forgotten", { email });
export const setPassword = (token: string, password: string): Promise<unknown> =>
  post("auth/password", { token, password });
export const signOut = (): Promise<unknown> => post("auth/sign-out");

// --- me and the team ---------------------------------------------------------------------------

export const me = (): Promise<Me> => get("me");
export const changeMe = (change: { available?: boolean; language?: string }): Promise<Me> =>
  patch("me", change);
export const team = (signal?: AbortSignal): Promise<Colleague[]> => get("team", {}, signal);

// --- conversations -----------------------------------------------------------------------------

export const inbox = (signal?: AbortSignal): Promise<Inbox> => get("inbox", {}, signal);
export const conversation = (id: Uuid, signal?: AbortSignal): Promise<ConversationDetail> =>
  get(`conversations/${id}`, {}, signal);
export const take = (id: Uuid): Promise<unknown> => post(`conversations/${id}/take`);
export const handOver = (id: Uuid, staff: Uuid): Promise<unknown> =>
  post(`conversations/${id}/hand-over`, { staff });
export const release = (id: Uuid): Promise<unknown> => post(`conversations/${id}/release`);
export const close = (id: Uuid, transcriptTo?: string): Promise<unknown> =>
  post(`conversations/${id}/close`, transcriptTo ? { transcript_to: transcriptTo } : {});
export const reopen = (id: Uuid): Promise<unknown> => post(`conversations/${id}/reopen`);

// --- writing -----------------------------------------------------------------------------------

export const draft = (id: Uuid, question: number | undefined, lang: string): Promise<DraftAnswer> =>
  post(`conversations/${id}/draft`, question === undefined ? { lang } : { question, lang });
export const draftFate = (
  id: Uuid,
  fate: "sent" | "changed" | "dismissed",
  text?: string,
): Promise<unknown> => post(`drafts/${id}/fate`, text === undefined ? { fate } : { fate, text });
/** The draft with its live figures as of now. */
export const refreshDraft = (id: Uuid): Promise<Draft> => post(`drafts/${id}/refresh`);

/** What a person made of the draft, with its live prices as of now. */
export const finalText = (id: Uuid, text: string): Promise<FinalText> =>
  post(`drafts/${id}/send-text`, { text });
export const noteGap = (question: string, conversation: Uuid): Promise<unknown> =>
  post("content-gaps", { question, conversation });
export const prepared = (q: string, lang: string, signal?: AbortSignal): Promise<PreparedText[]> =>
  get("prepared", { q, lang }, signal);
export const products = (q: string, lang: string, signal?: AbortSignal): Promise<Product[]> =>
  get("products", { q, lang }, signal);

export function uploadFile(file: File, conversation: Uuid): Promise<StoredFile> {
  const form = new FormData();
  form.set("file", file);
  form.set("conversation", conversation);
  return upload("files", form);
}
