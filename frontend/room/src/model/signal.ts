import { ActionError, type HubClient, uuid } from "../../../common/client";
import type { Answered, Offer, Signal, Source } from "../media/types";

/** What the media connections ask of the room, over the hub's socket. */
export class RoomSignal implements Signal {
  readonly #hub: HubClient;
  readonly #room: string;

  constructor(hub: HubClient, room: string) {
    this.#hub = hub;
    this.#room = room;
  }

  ready(until: AbortSignal): Promise<void> {
    return new Promise((done, refused) => {
      const look = (): void => {
        if (this.#hub.status().at !== "ready") return;
        stop();
        done();
      };
      const stop = this.#hub.onStatus(look);
      until.addEventListener("abort", () => {
        stop();
        refused(new Error("given up"));
      });
      look();
    });
  }

  async offer(offer: Offer, until: AbortSignal): Promise<Answered> {
    const id = uuid();
    const answer = this.#hub.ask({ t: "media.offer", id, room: this.#room, ...offer });
    return new Promise((done, refused) => {
      const giveUp = (): void => {
        this.#hub.unask(id);
        refused(new Error("given up"));
      };
      if (until.aborted) return giveUp();
      until.addEventListener("abort", giveUp);
      answer.then((result) => done(result as Answered), refused).finally(() => {
        until.removeEventListener("abort", giveUp);
      });
    });
  }

  leave(connection: string): void {
    this.#softly({ t: "media.leave", id: uuid(), room: this.#room, connection });
  }

  async mute(source: Source, muted: boolean): Promise<void> {
    await this.#hub
      .ask({ t: "media.mute", id: uuid(), room: this.#room, source, muted })
      .catch((error: unknown) => {
        if (!(error instanceof ActionError)) throw error;
      });
  }

  /** Sent if there is a line; not worth waiting for one. */
  #softly(frame: Parameters<HubClient["ask"]>[0]): void {
    if (this.#hub.status().at !== "ready") return;
    this.#hub.ask(frame).catch(() => undefined);
  }
}
