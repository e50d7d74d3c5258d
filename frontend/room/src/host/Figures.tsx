import type { ReactElement, ReactNode } from "react";
import type { RoomPerson } from "../../../common/generated/events";
import { useLog, useView } from "../model/context";
import { questions } from "../model/talk";
import { useWords } from "../texts";
import { shareInvolved, shareOfGoodLines } from "./figures";

/** Six dials. */
export function Figures(): ReactElement {
  const { t, f } = useWords();
  const { room, hosts, lines } = useView();
  const log = useLog("public");
  const people: readonly RoomPerson[] = hosts.people ?? [];
  const open = log ? questions(log).filter((one) => one.state === "open" || one.state === "answering").length : 0;
  const percent = (share: number | null): ReactNode => (share === null ? "–" : `${f.number(share)} %`);
  const dials: [string, ReactNode, ReactNode?][] = [
    [t.host.here, f.number(room?.here ?? 0), hosts.registered ? t.host.of(f.number(hosts.registered)) : null],
    [t.host.peak, f.number(hosts.peak ?? 0), hosts.peak_at && f.time(hosts.peak_at)],
    [t.host.good, percent(shareOfGoodLines(people, lines))],
    [t.host.openQuestions, f.number(open)],
    [t.host.involved, percent(shareInvolved(people))],
    [t.host.gone, f.number(hosts.left_recently ?? 0), t.host.goneIn],
  ];
  return (
    <dl className="dials" aria-label={t.host.figures}>
      {dials.map(([label, value, small]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value} {small && <small>{small}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
