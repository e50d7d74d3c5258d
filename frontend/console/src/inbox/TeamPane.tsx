import type { ReactElement } from "react";
import { Avatar } from "../../../common/ui/Avatar";
import { Keys } from "../../../common/ui/Keys";
import type { Colleague } from "../api/types";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { faceUrl } from "../lib/face";
import { shortDay } from "../lib/format";
import { caps } from "../lib/keys";
import { inbox } from "../store/inbox";
import { useLocale, useMe } from "../store/session";
import { usePick } from "../store/store";

/** Who is there, and how much each has open. */
export function TeamPane(): ReactElement {
  const team = usePick(inbox, (state) => state.team);
  const all = useText();
  const me = useMe();
  const locale = useLocale();
  return (
    <aside className="pane pane--person" aria-label={all.inbox.teamTitle}>
      <header className="bar">
        <h2>{all.inbox.teamTitle}</h2>
        <span className="meta push">{shortDay(now(), locale)}</span>
      </header>
      <div className="scroll">
        {team.length <= 1 && <p className="group__empty">{all.inbox.teamEmpty}</p>}
        <ul className="team">
          {[...team].sort(byPresence).map((one) => (
            <li key={one.id} className="team__row">
              <Avatar name={one.name} face={faceUrl(one.face)} presence={presence(one)} />
              <div className="clip">
                <b className="strong clip line2">
                  {one.name}
                  {one.id === me.id && <span className="meta"> · {all.shell.you}</span>}
                </b>
                <span className="meta clip line2">
                  {[one.title, presenceWord(one, all.shell)].filter(Boolean).join(" · ")}
                </span>
              </div>
              {one.open > 0 && <span className="meta">{all.shell.teamOpen(one.open)}</span>}
            </li>
          ))}
        </ul>
      </div>
      <footer className="hints" aria-hidden="true">
        <span className="push">
          <Keys keys={caps("mod+k", all.shell)} />
          {all.shell.commands}
        </span>
      </footer>
    </aside>
  );
}

export function presence(one: Colleague): "here" | "away" | undefined {
  if (!one.online) return undefined;
  return one.available ? "here" : "away";
}

export function presenceWord(one: Colleague, words: { here: string; away: string; gone: string }): string {
  if (!one.online) return words.gone;
  return one.available ? words.here : words.away;
}

const rank = (one: Colleague): number => (one.online ? (one.available ? 0 : 1) : 2);

export function byPresence(a: Colleague, b: Colleague): number {
  return rank(a) - rank(b) || a.name.localeCompare(b.name);
}
