import type { ReactElement } from "react";
import { Segments } from "../../../common/ui/Segments";
import { State } from "../../../common/ui/State";
import type { Day } from "../api/bridge";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { count, dayKey, shortDay } from "../lib/format";
import { useLocale } from "../store/session";
import { columns, restOf } from "./kinds";

interface Props {
  days: Day[];
  period: 7 | 30;
  onPeriod: (days: 7 | 30) => void;
}

/** What happened here and what stands over there, day by day. The difference is named. */
export function DaysPane({ days, period, onPeriod }: Props): ReactElement {
  const texts = useText().bridge;
  const locale = useLocale();
  const { kinds, rest } = columns(days);
  const today = dayKey(now(), locale);
  const name = (day: string): string => {
    // Noon: the same day in every zone that the day could be read in.
    const said = shortDay(`${day}T12:00:00Z`, locale);
    return day === today ? `${texts.today}, ${said.replace(/^[^ ]+ /u, "")}` : said;
  };

  return (
    <section className="pane bridge__days" aria-labelledby="bridge-days">
      <div className="head">
        <h2 id="bridge-days">{texts.days}</h2>
        <span className="meta clip">{texts.counted}</span>
        <span className="push">
          <Segments
            label={texts.period}
            value={String(period)}
            options={[
              { id: "7", label: texts.nDays(7) },
              { id: "30", label: texts.nDays(30) },
            ]}
            onChange={(next) => onPeriod(next === "30" ? 30 : 7)}
          />
        </span>
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-label={texts.days}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{texts.day}</th>
              {kinds.map((kind) => (
                <th scope="col" className="r" key={kind}>
                  {texts.kinds[kind] ?? kind}
                </th>
              ))}
              {rest && (
                <th scope="col" className="r">
                  {texts.others}
                </th>
              )}
              <th scope="col" className="r">
                {texts.hub}
              </th>
              <th scope="col" className="r">
                {texts.crm}
              </th>
              <th scope="col">{texts.difference}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day} data-today={day.day === today || undefined}>
                <td>{name(day.day)}</td>
                {kinds.map((kind) => (
                  <td className="r" key={kind}>
                    {count(day.kinds[kind] ?? 0, locale)}
                  </td>
                ))}
                {rest && <td className="r">{count(restOf(day, kinds), locale)}</td>}
                <td className="r">{count(day.hub, locale)}</td>
                <td className="r">{count(day.crm, locale)}</td>
                <td>
                  <Difference day={day} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Difference({ day }: { day: Day }): ReactElement {
  const texts = useText().bridge;
  const parts = [day.waiting > 0 && texts.waitN(day.waiting), day.tray > 0 && texts.trayN(day.tray)];
  const said = parts.filter(Boolean).join(", ");
  if (said) {
    return (
      <State tone="wait" icon="clock">
        {said}
      </State>
    );
  }
  if (day.hub !== day.crm) {
    return (
      <State tone="bad" icon="alert">
        {texts.differs(Math.abs(day.hub - day.crm))}
      </State>
    );
  }
  return <span className="same">{texts.same}</span>;
}
