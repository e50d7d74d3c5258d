/** Frames for tests, and a client that has just been greeted. */

import { HubClient } from "../client";
import type { ClientOptions } from "../client";
import type { Entry, HelloFrame, LogView, SubbedFrame } from "../frames";
import type { Stream } from "../stream";
import { World } from "./world";

export const LOG = "00000000-0000-4000-8000-0000000000aa";
export const ME = "00000000-0000-4000-8000-000000000001";
export const KELLER = "00000000-0000-4000-8000-000000000002";
export const REF = "conversation:00000000-0000-4000-8000-0000000000cc";

export const hello = (epoch = "one"): HelloFrame => ({
  t: "hello",
  epoch,
  max_frame: 65_536,
  heartbeat: 10,
  now: "2026-11-24T13:30:00Z",
  me: ME,
});

export const entry = (seq: number, extra: Partial<Entry> = {}): Entry => ({
  seq,
  kind: "message",
  by: KELLER,
  id: `entry-${seq}`,
  at: "2026-11-24T13:30:00Z",
  body: { text: `Nr. ${seq}` },
  ...extra,
});

export const entries = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => entry(from + i));

export const subbed = (view: Partial<LogView> = {}, state: unknown = null): SubbedFrame => ({
  t: "subbed",
  ref: REF,
  logs: [
    {
      log: LOG,
      audience: "public",
      head: view.entries?.at(-1)?.seq ?? 0,
      entries: [],
      participants: [
        { id: ME, kind: "visitor", name: "" },
        { id: KELLER, kind: "staff", name: "Miriam Keller" },
      ],
      me: ME,
      ...view,
    },
  ],
  state,
});

export interface Talk {
  world: World;
  client: HubClient;
  stream: Stream;
}

/** Connected, greeted and subscribed to one conversation. */
export function talk(view: Partial<LogView> = {}, options: Partial<ClientOptions> = {}): Talk {
  const world = new World();
  const client = new HubClient({ url: "wss://hub/ws/staff", lang: "de", env: world, ...options });
  const stream = client.subscribe(REF);
  client.start();
  world.socket.accept();
  world.socket.says(hello(), subbed(view));
  return { world, client, stream };
}

/** The line dies and comes back; the server knows what `view` says. */
export function comeBack(world: World, view: Partial<LogView> = {}, epoch = "one"): void {
  world.pass(20_000);
  world.socket.accept();
  world.socket.says(hello(epoch), subbed(view));
}
