import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { LogSnapshot } from "../../../common/client";
import { RoomMedia, type MediaState } from "../media";
import { SlotMap } from "../media/slots";
import type { Room, RoomView } from "./room";
import { Store, useStore } from "./store";

const Context = createContext<Room | null>(null);
export const RoomProvider = Context.Provider;

export function useRoom(): Room {
  const room = useContext(Context);
  if (!room) throw new Error("no room here");
  return room;
}

export const useView = (): RoomView => useStore(useRoom().view);

const NONE = new Store<MediaState>({
  watching: "off",
  publishing: "off",
  slots: new SlotMap(),
  speaking: [],
  line: 3,
  own: { microphone: "off", camera: "off", screen: "off" },
  problem: null,
  blocked: false,
  volume: 1,
  silenced: false,
  turn: 0,
});

/** The media and how they stand; null before there are any. */
export function useMedia(): { media: RoomMedia | null; state: MediaState } {
  const media = useStore(useRoom().media);
  return { media, state: useStore(media?.state ?? NONE) };
}

export function useLog(audience: LogSnapshot["audience"]): LogSnapshot | undefined {
  const { stream } = useRoom();
  return useSyncExternalStore(stream.onChange, stream.snapshot).logs.find((log) => log.audience === audience);
}

/** The server's time, each second; stands still while the page is hidden. */
export function useNow(): number {
  const { hub } = useRoom();
  const [now, setNow] = useState(() => hub.now());
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setNow(hub.now());
    }, 1000);
    return () => clearInterval(timer);
  }, [hub]);
  return now;
}
