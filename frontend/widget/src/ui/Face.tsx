import { useState } from "preact/hooks";
import { safeUrl } from "../model/links";
import { Icon } from "./Icon";

interface FaceProps {
  name: string;
  face?: string | undefined;
  size: "sm" | "md" | "lg";
  here?: boolean;
  machine?: boolean;
}

/** Staff have a face, machines a sign; without a picture there are initials. */
export function Face({ name, face, size, here = false, machine = false }: FaceProps) {
  const [broken, setBroken] = useState(false);
  // Faces are static files unless they say otherwise.
  const url = broken ? null : safeUrl(face, `${location.origin}/static/`);
  return (
    <span class={`avatar avatar--${size}`} data-presence={here || undefined} aria-hidden="true">
      {machine ? <Icon name="text" small /> : url ? <img src={url} alt="" onError={() => setBroken(true)} /> : initials(name)}
    </span>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0])
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join("");
