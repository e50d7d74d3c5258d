import { useSyncExternalStore } from "react";
import { HubClient, type HubEvent, type Status } from "../../../common/client";
import { setClock } from "../lib/clock";
import { outbox } from "./outbox";
import { sessionEnded } from "./session";

/** The one websocket of the console: opened after signing in, closed on signing out. */
let hub: HubClient | null = null;

export function openHub(lang: string): HubClient {
  if (hub) return hub;
  const url = new URL("/ws/staff", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const client = new HubClient({ url: url.href, lang, store: outbox });
  hub = client;
  setClock(() => client.now());
  client.onStatus(() => {
    const status = client.status();
    if (status.at === "stopped" && status.reason === "signed_out") sessionEnded();
  });
  client.subscribe("inbox");
  client.start();
  return client;
}

export function closeHub(): void {
  hub?.stop();
  hub = null;
  setClock(() => Date.now());
}

export function theHub(): HubClient {
  if (!hub) throw new Error("the hub is not open");
  return hub;
}

export function useStatus(): Status {
  const client = theHub();
  return useSyncExternalStore(client.onStatus, client.status);
}

/** Calls `then` for each event of the topic; returns how to stop. */
export function onTopic(topic: string, then: (event: HubEvent) => void): () => void {
  return theHub().onEvent((event) => {
    if (event.topic === topic) then(event);
  });
}
