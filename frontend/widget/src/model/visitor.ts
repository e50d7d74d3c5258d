/**
 * The visitor's side of everything: what the site says, their conversations, the first message.
 * Screens read `state` and call what is here; they hold no rule of their own.
 */

import { HubClient, uuid } from "../../../common/client";
import type { ConversationState, Pending, QueuePlace, Stream } from "../../../common/client";
import { loadCards } from "../ui/later";
import { ApiError, getFile, getSite, startConversation } from "./api";
import type { ConversationRef, FileLinks } from "./api";
import type { Host } from "./host";
import type { Keep, Opening } from "./keep";
import type { Params } from "./params";
import { Pass, persist } from "./pass";
import { NOTHING_YET } from "./state";
import type { AppState } from "./state";
import { Store } from "./store";
import { unreadOf } from "./timeline";
import { Uploads } from "./uploads";

const SITE_EVERY_MS = 60_000;
const SITE_FRESH_MS = 30_000;

export type ChatStream = Stream<ConversationState>;

export class Visitor {
  readonly state: Store<AppState>;
  readonly uploads: Uploads;
  readonly #params: Params;
  readonly #keep: Keep;
  readonly #host: Host;
  readonly #pass: Pass;
  readonly #streams = new Map<string, ChatStream>();
  #client: HubClient | null = null;
  #siteAt = 0;
  #page = { url: "", title: "" };
  #landing = "";
  #from = { referrer: "", campaign: "" };
  #unread = 0;
  /** Whether there was a key when the page began, so that there may be older conversations. */
  #cameBack = false;

  constructor(params: Params, keep: Keep, host: Host) {
    this.#params = params;
    this.#keep = keep;
    this.#host = host;
    this.state = new Store<AppState>(NOTHING_YET);
    this.#pass = new Pass(keep, params.lang, () => this.#forget());
    this.uploads = new Uploads(params.lang, () => this.#pass.token(), loadCards);
  }

  start(): void {
    this.#host.listen((said) => {
      if (said.hub === "open") this.#opened(said.focus, said.phone);
      else if (said.hub === "shut") this.state.patch({ shown: false });
      else if (said.hub === "page") this.#looksAt(said.url, said.title);
      else if (said.hub === "from") this.#from = { referrer: bare(said.referrer), campaign: said.campaign };
    });
    setInterval(() => this.state.get().shown && void this.loadSite(), SITE_EVERY_MS);
    void this.loadSite();
    this.#cameBack = this.#keep.key !== null;
    if (this.#keep.opening) void this.#resume(this.#keep.opening);
    else if (this.#keep.key) void this.#recall();
  }

  /** The panel is drawn: now the launcher may show it. */
  ready(): void {
    this.#host.tell({ hub: "ready" });
  }

  /** Who is there, and until when. Asked again every minute while somebody looks. */
  async loadSite(): Promise<void> {
    this.#siteAt = Date.now();
    try {
      this.state.patch({ site: await getSite(this.#params.site, this.#params.lang), siteFails: false });
    } catch {
      this.state.patch({ siteFails: true });
    }
  }

  close(): void {
    this.#host.tell({ hub: "close" });
  }

  show(view: string): void {
    this.state.patch({ view, openingError: null });
  }

  stream(conversation: string): ChatStream | null {
    return this.#streams.get(conversation) ?? null;
  }

  /** Server's clock, ms. */
  now(): number {
    return this.#client?.now() ?? Date.now();
  }

  /** A text from the composer: the first one opens a conversation. */
  say(text: string): void {
    const { view, opening } = this.state.get();
    const stream = this.#streams.get(view);
    const log = this.#logOf(view);
    if (stream?.snapshot().ready && log) stream.send(log, "message", { text });
    else if (log) {
      // Not subscribed yet: its outbox finds the text when it is.
      const now = { id: uuid(), writtenAt: Date.now(), state: "queued" } as const;
      this.#keep.put({ ...now, log, kind: "message", body: { text } });
      this.state.set({ ...this.state.get() });
    } else if (opening) {
      // One first message at a time: what is asked meanwhile belongs to it.
      const rest = [...opening.rest, { id: uuid(), text, at: Date.now() }];
      this.#keep.open({ ...opening, rest });
      this.state.patch({ opening: { ...opening, rest }, view: opening.conversation });
    } else this.#open(text);
  }

  /** What was written to a conversation before the server has shown it. */
  held(conversation: string): Pending[] {
    const { opening } = this.state.get();
    const log = this.#logOf(conversation);
    const queued = (id: string, text: string, at: number): Pending => ({
      ...{ id, log: log ?? "", kind: "message", body: { text }, writtenAt: at, state: "queued" },
    });
    if (opening?.conversation !== conversation) return log ? this.#keep.load(log) : [];
    const first = queued(opening.client_id, opening.text, opening.at);
    return [first, ...(log ? this.#keep.load(log) : opening.rest.map((one) => queued(one.id, one.text, one.at)))];
  }

  /** A message that failed, as a new one; the old one goes. */
  sayAgain(conversation: string, id: string): void {
    const log = this.#streams.get(conversation)?.snapshot().logs[0];
    const failed = log?.pending.find((one) => one.id === id);
    if (!log || !failed) return;
    this.discard(conversation, id);
    this.#streams.get(conversation)?.send(log.id, failed.kind, failed.body);
  }

  discard(conversation: string, id: string): void {
    const stream = this.#streams.get(conversation);
    const log = stream?.snapshot().logs[0];
    if (stream && log) stream.discard(log.id, id);
  }

  typing(text: string | null): void {
    const { view } = this.state.get();
    const stream = this.#streams.get(view);
    const snapshot = stream?.snapshot();
    const log = snapshot?.logs[0]?.id;
    if (!stream || !log) return;
    if (text === null) stream.typingEnded(log);
    else stream.typing(log, snapshot.state?.typing_preview ? text : undefined);
  }

  attach(files: Iterable<File>): void {
    const { view, site } = this.state.get();
    const log = this.#logOf(view);
    const stream = this.#streams.get(view);
    if (!log || !stream) return;
    for (const file of files) {
      void this.uploads.add(file, view, site?.upload_max_bytes ?? Infinity).then((done) => {
        if (done) stream.send(log, "file", { ...done });
      });
    }
  }

  /** Links to a file of a conversation; they last an hour. */
  async fileLinks(file: string): Promise<FileLinks> {
    return getFile(file, (await this.#pass.token()) ?? "", this.#params.lang);
  }

  act(log: string, seq: number, action: string, data: Record<string, unknown>): Promise<unknown> {
    return this.#client?.act(log, seq, action, data) ?? Promise.reject(new ApiError(0));
  }

  /** All of the conversation that is shown has been seen. */
  seen(conversation: string): void {
    const log = this.#streams.get(conversation)?.snapshot().logs[0];
    const last = log?.entries.at(-1)?.seq;
    if (log && last && unreadOf(log)) this.#streams.get(conversation)!.read(log.id, last);
  }

  retryOpening(): void {
    const { opening } = this.state.get();
    if (opening) void this.#resume(opening);
  }

  dropOpening(): void {
    this.#keep.dropOpening();
    this.state.patch({ opening: null, openingError: null, view: "start" });
  }

  // --- the first message ---------------------------------------------------------------------

  #open(text: string): void {
    const { referrer, campaign } = this.#from;
    // From another page of the same website: then where they came in is not known.
    const inside = referrer !== "" && new URL(referrer).origin === this.#params.embedder;
    const opening: Opening = {
      ...{ conversation: uuid(), client_id: uuid(), text, at: Date.now(), page: this.#page, rest: [] },
      ...{ campaign, referrer: inside ? "" : referrer, landing_page: inside ? "" : this.#landing },
    };
    this.#keep.open(opening);
    void this.#resume(opening);
  }

  /** Until the server has it, or says that it never will: the same call with the same ids. */
  async #resume(opening: Opening): Promise<void> {
    this.state.patch({ opening, openingTries: 0, openingError: null, view: opening.conversation });
    const { site, lang } = this.#params;
    try {
      const started = await persist(
        () => startConversation(site, lang, this.#keep.key!, opening),
        (tries) => this.state.patch({ openingTries: tries }),
      );
      this.#pass.took(started.token, started.expires_at);
      this.#keep.opened(started.log);
      const fresh: ConversationRef = {
        id: started.conversation,
        log: started.log,
        state: "waiting",
        created_at: started.at,
      };
      const others = this.state.get().conversations.filter((one) => one.id !== fresh.id);
      this.state.patch({ openingTries: 0 });
      this.#follow([fresh, ...others]);
      if (this.#cameBack && others.length === 0) void this.#recall();
    } catch (error) {
      this.state.patch({ openingTries: 0, openingError: (error as Error).message });
    }
  }

  // --- conversations -------------------------------------------------------------------------

  /** A browser that was here before: its conversations, the newest open one in front. */
  async #recall(): Promise<void> {
    const conversations = await persist(() => this.#pass.renew(), () => {});
    this.#follow(conversations);
    const open = conversations.find((one) => one.state !== "closed");
    if (open && this.state.get().view === "start") this.state.patch({ view: open.id });
  }

  #follow(conversations: readonly ConversationRef[]): void {
    this.state.patch({ conversations });
    if (conversations.length === 0) return;
    this.#client ??= this.#connect();
    for (const { id, state } of conversations) {
      if (state !== "closed" || id === this.state.get().view) this.watch(id);
    }
    this.#host.tell({ hub: "running" });
  }

  /** Subscribes to a conversation; also to a closed one, when somebody looks at it. */
  watch(id: string): ChatStream | null {
    if (!this.#client) return null;
    const known = this.#streams.get(id);
    if (known) return known;
    const stream = this.#client.subscribe<ConversationState>(`conversation:${id}`);
    this.#streams.set(id, stream);
    stream.onChange(() => this.#changed(id, stream));
    return stream;
  }

  #changed(id: string, stream: ChatStream): void {
    const { opening, conversations } = this.state.get();
    const { ready, state } = stream.snapshot();
    if (ready && opening?.conversation === id) this.state.patch({ opening: null });
    if (state && conversations.some((one) => one.id === id && one.state !== state.state)) {
      this.state.patch({
        conversations: conversations.map((one) => (one.id === id ? { ...one, state: state.state } : one)),
      });
    }
    let unread = 0;
    for (const one of this.#streams.values()) unread += unreadOf(one.snapshot().logs[0]);
    if (unread !== this.#unread) this.#host.tell({ hub: "unread", n: unread });
    this.#unread = unread;
  }

  #connect(): HubClient {
    const client = new HubClient({
      url: `${location.origin.replace(/^http/, "ws")}/ws/visitor`,
      lang: this.#params.lang,
      token: (renew) => this.#pass.token(renew),
      store: this.#keep,
    });
    client.onStatus(() => {
      this.state.patch({ line: client.status() });
      if (client.status().at === "ready") this.#tellPage();
    });
    client.onEvent(({ topic, kind, data }) => {
      const stream = this.#streams.get(topic.replace("conversation:", ""));
      if (kind === "state") stream?.setState(() => data as ConversationState);
      if (kind === "queue") stream?.setState((state) => state && { ...state, queue: data as QueuePlace });
    });
    client.start();
    return client;
  }

  /** The server does not know this browser (any more): begin as a stranger. */
  #forget(): void {
    this.#keep.forget();
    this.#client?.stop();
    this.#client = null;
    this.#streams.clear();
    const { site, siteFails, shown, phone, focus } = this.state.get();
    this.state.set({ ...NOTHING_YET, site, siteFails, shown, phone, focus });
  }

  #logOf(conversation: string): string | undefined {
    return this.state.get().conversations.find((one) => one.id === conversation)?.log;
  }

  // --- the embedding page --------------------------------------------------------------------

  #opened(focus: boolean, phone: boolean): void {
    const { focus: count } = this.state.get();
    this.state.patch({ shown: true, phone, focus: focus ? count + 1 : count });
    if (Date.now() - this.#siteAt > SITE_FRESH_MS) void this.loadSite();
    if (this.state.get().line.at === "waiting") this.#client?.retry();
  }

  #looksAt(url: string, title: string): void {
    this.#page = { url, title };
    this.#landing ||= url;
    this.#tellPage();
  }

  #tellPage(): void {
    if (this.#page.url) this.#client?.page(this.#page.url, this.#page.title);
  }
}

/** An address without query and fragment; empty for what is none. */
function bare(url: string): string {
  try {
    const { origin, pathname } = new URL(url);
    return origin + pathname;
  } catch {
    return "";
  }
}
