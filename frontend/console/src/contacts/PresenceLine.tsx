import type { ReactElement } from "react";
import type { Presence } from "../api/people";
import { useText } from "../i18n";
import { time } from "../lib/format";
import { PresenceBar } from "../lib/PresenceBar";
import { useLocale } from "../store/session";

/** How much of it they were there for: from when to when, and when not in between. */
export function PresenceLine({ presence }: { presence: Presence }): ReactElement {
  const texts = useText().contacts;
  const locale = useLocale();
  const { start, end, stays } = presence;
  const gaps = stays.slice(1).map((stay, index) => {
    const from = stays[index]?.end ?? stay.start;
    return texts.span(time(from, locale), time(stay.start, locale));
  });
  return (
    <div className="presence">
      <PresenceBar stays={stays} start={start} end={end} />
      <p className="presence__words meta">
        <span>{time(start, locale)}</span>
        <span className="clip">{gaps.length > 0 && texts.awayAt(gaps.join(", "))}</span>
        <span>{time(end, locale)}</span>
      </p>
    </div>
  );
}
