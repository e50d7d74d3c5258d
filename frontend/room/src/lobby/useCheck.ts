import { useCallback, useEffect, useRef, useState } from "react";
import { DeviceError, type DeviceProblem, openCamera, openMicrophone } from "../media/devices";
import { meter } from "../media/level";

export interface Checked {
  track: MediaStreamTrack | null;
  opening: boolean;
  problem: DeviceProblem | null;
  /** Of a microphone, 0 to 1. */
  level: number;
  open: (id?: string) => Promise<void>;
  close: () => void;
}

/** A camera or microphone that is tried out; it is closed with the component. */
export function useCheck(what: "camera" | "microphone"): Checked {
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [opening, setOpening] = useState(false);
  const [problem, setProblem] = useState<DeviceProblem | null>(null);
  const [level, setLevel] = useState(0);
  const held = useRef<MediaStreamTrack | null>(null);

  const close = useCallback(() => {
    held.current?.stop();
    held.current = null;
    setTrack(null);
    setLevel(0);
  }, []);
  const open = useCallback(
    async (id?: string) => {
      setOpening(true);
      setProblem(null);
      try {
        const opened = await (what === "camera" ? openCamera(id) : openMicrophone(id));
        held.current?.stop();
        held.current = opened;
        setTrack(opened);
      } catch (error) {
        close();
        setProblem(error instanceof DeviceError ? error.problem : "failed");
      } finally {
        setOpening(false);
      }
    },
    [what, close],
  );

  useEffect(() => {
    if (!track || what !== "microphone") return;
    return meter(track, setLevel);
  }, [track, what]);
  useEffect(() => () => held.current?.stop(), []);
  return { track, opening, problem, level, open, close };
}
