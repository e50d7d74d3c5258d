import type { ReactElement, ReactNode } from "react";
import { WITHDRAWN } from "../model/room";
import { useWords } from "../texts";
import { Page } from "./Page";

/** Why somebody is not let in, by the error's code. */
export function Refused({ code, message = "", children }: { code: string; message?: string; children?: ReactNode }): ReactElement {
  const { t } = useWords();
  const known: Record<string, [string, string]> = {
    link_unknown: [t.link.unknownTitle, t.link.unknownText],
    bad_input: [t.link.unknownTitle, t.link.unknownText],
    link_expired: [t.link.expiredTitle, t.link.expiredText],
    webinar_cancelled: [t.link.cancelledTitle, t.link.cancelledText],
    removed: [t.link.removedTitle, t.link.removedText],
    [WITHDRAWN]: [t.withdraw.ownLinkTitle, t.withdraw.ownLinkText],
    room_full: [t.link.fullTitle, t.link.fullText],
    webinar_over: [t.link.overTitle, t.link.overText],
    room_over: [t.link.overTitle, t.link.overText],
  };
  const [title, text] = known[code] ?? [t.link.closedTitle, message || t.link.closedText];
  return (
    <Page title={title}>
      <p className="soft">{text}</p>
      {children}
    </Page>
  );
}
