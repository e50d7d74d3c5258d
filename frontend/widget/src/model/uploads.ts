import { ApiError } from "./api";
import { Store } from "./store";
import type { sendFile } from "./upload-file";

export interface Upload {
  id: number;
  conversation: string;
  name: string;
  size: number;
  /** 0–1 while it is on its way. */
  share: number;
  state: "going" | "tooBig" | "failed";
  /** The server's sentence, if it gave one. */
  error: string;
}

export interface SentFile extends Record<string, unknown> {
  file: string;
  name: string;
  size: number;
  type: string;
}

/** Files on their way, and those that did not make it; what arrived becomes an entry of the log. */
export class Uploads {
  readonly list = new Store<readonly Upload[]>([]);
  readonly #lang: string;
  readonly #token: () => Promise<string | null>;
  readonly #load: () => Promise<{ sendFile: typeof sendFile }>;
  readonly #aborts = new Map<number, () => void>();
  #count = 0;

  constructor(lang: string, token: () => Promise<string | null>, load: () => Promise<{ sendFile: typeof sendFile }>) {
    this.#lang = lang;
    this.#token = token;
    this.#load = load;
  }

  /** Resolves with what to send, or null when nothing is to be sent. */
  async add(file: File, conversation: string, max: number): Promise<SentFile | null> {
    const id = ++this.#count;
    const tooBig = file.size > max;
    const upload: Upload = {
      ...{ id, conversation, name: file.name, size: file.size, share: 0, error: "" },
      state: tooBig ? "tooBig" : "going",
    };
    this.list.set([...this.list.get(), upload]);
    if (tooBig) return null;
    try {
      const token = await this.#token();
      if (token === null) throw new ApiError(401);
      const { sendFile } = await this.#load();
      const { done, abort } = sendFile(file, conversation, token, this.#lang, (share) => this.#patch(id, { share }));
      this.#aborts.set(id, abort);
      const stored = await done;
      this.remove(id);
      return { file: stored.file, name: stored.name, size: stored.size, type: stored.type };
    } catch (error) {
      this.#patch(id, { state: "failed", error: error instanceof ApiError ? error.message : "" });
      return null;
    } finally {
      this.#aborts.delete(id);
    }
  }

  /** Takes it out of the list; stops it if it is on its way. */
  remove(id: number): void {
    this.list.set(this.list.get().filter((one) => one.id !== id));
    this.#aborts.get(id)?.();
  }

  #patch(id: number, change: Partial<Upload>): void {
    this.list.set(this.list.get().map((one) => (one.id === id ? { ...one, ...change } : one)));
  }
}
