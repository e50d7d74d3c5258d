import { useEffect, useMemo, useRef, useState } from "react";
import type { ConversationState, LogSnapshot, Stream } from "../../../common/client";
import * as calls from "../api/calls";
import type { ConversationDetail, PageSeen } from "../api/types";
import { onTopic } from "../store/hub";
import { useLocale, useMay, useMe } from "../store/session";
import { type Resource, useResource } from "../store/resource";
import { useConversationStream } from "../store/streams";
import { type Item, items } from "./items";
import { merge } from "./merge";

/** What this person can do here: write to the visitor, only notes, or take it first. */
export type Access = "answer" | "take" | "locked" | "closed" | "look";

export interface Conversation {
  id: string;
  detail: Resource<ConversationDetail>;
  stream: Stream<ConversationState> | null;
  ready: boolean;
  state: ConversationState | null;
  page: PageSeen | null;
  visitorOnline: boolean;
  name: string;
  items: Item[];
  publicLog: LogSnapshot | undefined;
  internalLog: LogSnapshot | undefined;
  access: Access;
  resets: number;
}

/** Everything that the conversation's screen shows, from the HTTP detail and the live stream. */
export function useConversation(id: string, unnamed: string): Conversation {
  const me = useMe();
  const may = useMay("conversation.answer");
  const locale = useLocale();
  const { stream, snapshot } = useConversationStream(id);
  const detail = useResource(`conversation ${id}`, (signal) => calls.conversation(id, signal));
  const [page, setPage] = useState<PageSeen | null>(null);
  const { reload } = detail;

  useEffect(() => {
    if (!stream) return;
    return onTopic(`conversation:${id}`, ({ kind, data }) => {
      if (kind === "state") {
        stream.setState(() => data as ConversationState);
        reload();
      }
      if (kind === "page") setPage(data as PageSeen);
      if (kind === "presence") {
        const { visitor } = data as { visitor: boolean };
        stream.setState((state) => (state ? { ...state, visitor_online: visitor } : state));
      }
    });
  }, [id, stream, reload]);

  useEffect(() => onTopic("contacts", reload), [reload]);

  // Whoever has just taken it is somebody in the public log now: who that is, a new answer says.
  const publicLog = snapshot.logs.find((log) => log.audience === "public");
  const stranger = publicLog?.me === null && snapshot.state?.assignee?.id === me.id;
  useEffect(() => {
    if (stranger) stream?.subscribe();
  }, [stranger, stream]);

  const internalLog = snapshot.logs.find((log) => log.audience === "internal");

  const readUpTo = useRef<number | null>(null);
  if (publicLog && readUpTo.current === null && snapshot.ready) {
    const mine = publicLog.me ? publicLog.participants.get(publicLog.me) : undefined;
    readUpTo.current = mine?.read ?? publicLog.head;
  }

  const list = useMemo(
    () =>
      items({ merged: merge(snapshot.logs), logs: snapshot.logs, readUpTo: readUpTo.current, locale }),
    [snapshot.logs, locale.lang, locale.timeZone],
  );

  const { state } = snapshot;
  const row = detail.data?.row;
  return {
    id,
    detail,
    stream,
    ready: snapshot.ready,
    state,
    page: page ?? detail.data?.page ?? null,
    visitorOnline: state?.visitor_online ?? row?.online ?? false,
    name: detail.data?.contact?.name || row?.name || unnamed,
    items: list,
    publicLog,
    internalLog,
    access: accessOf(state, me.id, may),
    resets: snapshot.resets,
  };
}

export function accessOf(state: ConversationState | null, me: string, may: boolean): Access {
  if (!state || !may) return "look";
  if (state.state === "closed") return "closed";
  if (state.state === "waiting") return "take";
  return state.assignee?.id === me ? "answer" : "locked";
}
