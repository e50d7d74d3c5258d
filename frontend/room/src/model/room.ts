import { ActionError, type HubClient, type HubEvent, type LogSnapshot, type Status, type Stream, uuid } from "../../../common/client";
import type { Ask } from "../../../common/client";
import type { HostsView, Levels, Me, MediaMoved, RoomPresence, RoomState, SlotsChanged } from "../../../common/generated/events";
import { RoomMedia } from "../media";
import type { Chosen } from "../media/devices";
import type { Source } from "../media/types";
import { RoomSignal } from "./signal";
import { Store } from "./store";

/** The code for whose registration was withdrawn. */
export const WITHDRAWN = "registration_withdrawn";
/** Errors after which there is nothing to wait for, by their code. */
const REFUSALS = new Set(["removed", WITHDRAWN, "not_found", "not_allowed", "room_over", "room_full", "room_not_open"]);
/** Those that put out somebody who was in. */
const OUT = new Set(["removed", WITHDRAWN]);

export interface RoomView {
  /** Null until the room has answered. */
  room: RoomState | null;
  me: Me | null;
  hosts: HostsView;
  /** participant → 0 (gone) to 3 (good), from the media process. */
  lines: Readonly<Record<string, number>>;
  status: Status;
  /** Why one is not in the room, or not any more. */
  refused: { code: string; message: string } | null;
}

type Request = Ask extends infer Each ? (Each extends { room: string } ? Omit<Each, "id" | "room"> : never) : never;

/** A room as one browser has it: its state, its logs, its media, and what one can do. */
export class Room {
  readonly id: string;
  readonly hub: HubClient;
  readonly view: Store<RoomView>;
  /** Null until one may see and hear something. */
  readonly media = new Store<RoomMedia | null>(null);
  readonly #stream: Stream<RoomState>;
  readonly #stops: (() => void)[] = [];
  #chosen: Chosen = {};

  constructor(hub: HubClient, id: string) {
    this.id = id;
    this.hub = hub;
    this.#stream = hub.subscribe<RoomState>(`room:${id}`);
    this.view = new Store<RoomView>({
      room: null,
      me: null,
      hosts: {},
      lines: {},
      status: hub.status(),
      refused: null,
    });
    this.#stops.push(
      this.#stream.onChange(() => this.#subscribed()),
      hub.onEvent((event) => this.#event(event)),
      hub.onStatus(() => this.view.patch({ status: hub.status() })),
      hub.onError((error) => {
        if (this.view.get().room && !OUT.has(error.code)) return;
        if (REFUSALS.has(error.code)) this.#refuse(error.code, error.message);
      }),
    );
    this.#subscribed();
  }

  get stream(): Stream<RoomState> {
    return this.#stream;
  }

  /** Closes the media and leaves. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.media.get()?.stop();
    this.media.set(null);
    this.hub.unsubscribe(`room:${this.id}`);
  }

  log(audience: LogSnapshot["audience"]): LogSnapshot | undefined {
    return this.#stream.snapshot().logs.find((log) => log.audience === audience);
  }

  /** The devices that were chosen before there was anything to send. */
  choose(chosen: Chosen): void {
    this.#chosen = { ...this.#chosen, ...chosen };
    void this.media.get()?.choose(chosen);
  }

  get chosen(): Chosen {
    return this.media.get()?.chosen ?? this.#chosen;
  }

  say(text: string): void {
    const log = this.log("public");
    if (log) this.#stream.send(log.id, "message", { text });
  }

  ask(text: string, anonymous: boolean): void {
    const log = this.log("public");
    if (log) this.#stream.send(log.id, "question", anonymous ? { text, anonymous } : { text });
  }

  hand(up: boolean): Promise<unknown> {
    return this.#request({ t: "room.hand", up });
  }

  floor(participant: string, give: boolean): Promise<unknown> {
    return this.#request({ t: "room.floor", participant, give });
  }

  remove(participant: string): Promise<unknown> {
    return this.#request({ t: "room.remove", participant });
  }

  step(step: "open" | "live" | "end"): Promise<unknown> {
    return this.#request({ t: "room.step", step });
  }

  silence(participant: string, source: Source): Promise<unknown> {
    return this.#request({ t: "media.mute", participant, source, muted: true });
  }

  question(question: number, state: "answering" | "answered" | "dismissed", text = ""): Promise<unknown> {
    return this.#request({ t: "room.question", question, state, ...(text ? { text } : {}) });
  }

  #request(request: Request): Promise<unknown> {
    return this.hub.ask({ ...request, id: uuid(), room: this.id } as Ask).catch((error: unknown) => {
      if (error instanceof ActionError && OUT.has(error.code)) this.#refuse(error.code, error.message);
      throw error;
    });
  }

  #subscribed(): void {
    const { ready, state } = this.#stream.snapshot();
    if (!ready || !state) return;
    // Later changes of the room come as events; this one is newer only after a subscription.
    if (state === this.#taken) return;
    this.#taken = state;
    const { me, ...room } = state;
    this.#room({ ...room, me: null }, me ?? this.view.get().me);
  }
  #taken: RoomState | null = null;

  #event({ topic, kind, data }: HubEvent): void {
    const { room, me } = this.view.get();
    if (topic === `room-participant:${me?.participant}` && kind === "me") return this.#me(data as Me);
    if (topic !== `room:${this.id}` && topic !== `room-hosts:${this.id}`) return;
    switch (kind) {
      case "state":
        return this.#room({ ...(data as RoomState), me: null }, me);
      case "presence":
        if (room) this.view.patch({ room: { ...room, here: (data as RoomPresence).here } });
        return;
      case "hosts":
        return this.view.patch({ hosts: data as HostsView });
      case "media.lines":
        return this.view.patch({ lines: { ...this.view.get().lines, ...(data as { lines: Record<string, number> }).lines } });
      case "media.slots": {
        const { epoch, slots } = data as SlotsChanged;
        return this.media.get()?.slotsChanged(epoch, slots);
      }
      case "media.speaking":
        return this.media.get()?.speaks((data as Levels).speaking);
      case "media.moved":
        return this.media.get()?.moved((data as MediaMoved).epoch);
    }
  }

  #room(room: RoomState, me: Me | null): void {
    this.view.patch({ room, me });
    this.#follow(room, me);
  }

  #me(me: Me): void {
    this.view.patch({ me });
    if (me.removed) return this.#refuse("removed", "");
    if (me.withdrawn) return this.#refuse(WITHDRAWN, "");
    const { room } = this.view.get();
    if (room) this.#follow(room, me);
  }

  /** Media begins when one may see something, and ends with the room. */
  #follow(room: RoomState, me: Me | null): void {
    const backstage = me !== null && me.role !== "attendee";
    const shows = room.state === "live" || (backstage && room.state !== "ended");
    const media = this.media.get();
    if (media && (!shows || me?.removed)) {
      media.stop();
      this.media.set(null);
    } else if (!media && shows && me && !me.removed && room.audio_slots) {
      const started = new RoomMedia({
        signal: new RoomSignal(this.hub, this.id),
        audioSlots: room.audio_slots,
        videoSlots: room.video_slots ?? 0,
        me: me.participant,
        chosen: this.#chosen,
      });
      started.start();
      this.media.set(started);
    }
    this.media.get()?.knows(room.epoch ?? 0);
    this.media.get()?.allow(me?.may_publish ?? [], me?.muted ?? []);
  }

  #refuse(code: string, message: string): void {
    this.view.patch({ refused: { code, message } });
    this.media.get()?.stop();
    this.media.set(null);
  }
}
