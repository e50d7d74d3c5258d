import { type ReactElement, useEffect, useMemo, useRef } from "react";
import { cx } from "../../../common/ui/cx";

interface Props {
  stream: MediaStream | null;
  /** What it shows, for readers. */
  label: string;
  /** The whole of it (a screen), instead of filling the tile. */
  whole?: boolean;
  /** As in a mirror: one's own face. */
  mirror?: boolean;
}

/** A moving picture without its sound, which has elements of its own. */
export function Picture({ stream, label, whole = false, mirror = false }: Props): ReactElement {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element || element.srcObject === stream) return;
    element.srcObject = stream;
    if (stream) element.play().catch(() => undefined);
  }, [stream]);
  return (
    <video
      ref={video}
      className={cx("picture", whole && "picture--whole", mirror && "picture--mirror")}
      aria-label={label}
      autoPlay
      playsInline
      muted
    />
  );
}

export function OwnPicture({ track, label, whole = false }: { track: MediaStreamTrack | null; label: string; whole?: boolean }): ReactElement {
  const stream = useMemo(() => (track ? new MediaStream([track]) : null), [track]);
  return <Picture stream={stream} label={label} mirror={!whole} whole={whole} />;
}
