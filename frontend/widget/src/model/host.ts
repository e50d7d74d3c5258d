/** The frame's side of the talk with the launcher. Opened by itself it is simply open. */

import type { FromPanel, ToPanel } from "../../embed/messages";

export interface Host {
  tell(message: FromPanel): void;
  listen(handler: (message: ToPanel) => void): void;
}

export function launcherAt(embedder: string): Host {
  const framed = window.parent !== window && embedder !== "";
  return {
    tell(message) {
      if (framed) window.parent.postMessage(message, embedder);
    },
    listen(handler) {
      if (!framed) return handler({ hub: "open", focus: true, phone: window.innerWidth <= 480 });
      window.addEventListener("message", ({ source, origin, data }: MessageEvent<ToPanel>) => {
        if (source === window.parent && origin === embedder) handler(data);
      });
    },
  };
}
