import { HubClient } from "../../../common/client";
import { ApiError, join } from "./api";
import { keepSession, outbox, type Session } from "./keep";
import { Room } from "./room";

/** A session that ends sooner than this is renewed first, ms. */
const SPARE_MS = 60_000;

/** Opens the line to the room and the room itself. The link renews the session as long as it is good. */
export function enter(session: Session, lang: string): Room {
  let { admission } = session;
  const url = new URL("/ws/visitor", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const hub = new HubClient({
    url: url.href,
    lang,
    store: outbox,
    token: async (renew) => {
      if (renew || Date.parse(admission.expires_at) - Date.now() < SPARE_MS) {
        try {
          admission = await join(session.link, session.other, lang);
          keepSession({ ...session, admission });
        } catch (error) {
          if (error instanceof ApiError && !error.passing) return null;
          throw error;
        }
      }
      return admission.token;
    },
  });
  const room = new Room(hub, admission.room);
  hub.start();
  return room;
}
