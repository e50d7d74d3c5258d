import type { ReactElement } from "react";
import { Avatar } from "../../../common/ui/Avatar";
import type { WebinarDetail, WebinarSpeaker } from "../api/webinars";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { faceUrl } from "../lib/face";
import { count } from "../lib/format";
import { useLocale, useMe } from "../store/session";
import { PublicLink } from "./PublicLink";
import { day, span } from "./when";
import { zoneName } from "./zoned";

/** What it is: when, where its page stands, who presents, what it is about. */
export function WebinarAside({ webinar }: { webinar: WebinarDetail }): ReactElement {
  const texts = useText().webinars;
  const locale = useLocale();
  const { sites } = useMe();
  const text = webinar.texts[locale.lang] ?? webinar.texts[webinar.language];
  const elsewhere = webinar.time_zone !== locale.timeZone;
  const facts: [string, string][] = [
    [texts.spoken, texts.languageName[webinar.language] ?? webinar.language],
    [texts.duration, texts.minutes(count(webinar.duration_minutes, locale))],
    [texts.maySpeak, texts.maySpeakOf[webinar.may_speak] ?? webinar.may_speak],
    [texts.site, sites.find((site) => site.key === webinar.site)?.name ?? webinar.site],
  ];
  return (
    <aside className="pane pane--aside" aria-label={texts.facts}>
      <header className="bar">
        <h2>{texts.facts}</h2>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={texts.facts}>
        <section className="sec sec--top">
          <p className="ink">{day(webinar.starts_at, now(), locale, texts)}</p>
          <p>
            {span(webinar.starts_at, webinar.duration_minutes, locale, texts)}
            {elsewhere && (
              <span className="meta">
                {" "}
                {texts.zoneHint(webinar.local.slice(11, 16), zoneName(webinar.time_zone))}
              </span>
            )}
          </p>
          <dl className="facts">
            {facts.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section className="sec" aria-label={texts.publicPage}>
          <div className="sec__head">
            <h3>{texts.publicPage}</h3>
          </div>
          {webinar.state === "draft" ? <p className="meta">{texts.notPublic}</p> : <PublicLink url={webinar.url} />}
        </section>
        <section className="sec" aria-label={texts.speakers}>
          <div className="sec__head">
            <h3>{texts.speakers}</h3>
          </div>
          {webinar.speakers.length === 0 && <p className="meta">{texts.noSpeakers}</p>}
          <ul className="stack stack--tight">
            {webinar.speakers.map((speaker, index) => (
              <Speaker key={index} speaker={speaker} />
            ))}
          </ul>
        </section>
        {text && (text.summary || text.takeaways.length > 0) && (
          <section className="sec" aria-label={texts.about}>
            <div className="sec__head">
              <h3>{texts.about}</h3>
            </div>
            {text.summary && <p className="soft prewrap">{text.summary}</p>}
            {text.takeaways.map((each) => (
              <p key={each.title}>
                <b className="strong line2">{each.title}</b>
                <span className="soft">{each.text}</span>
              </p>
            ))}
          </section>
        )}
      </div>
    </aside>
  );
}

function Speaker({ speaker }: { speaker: WebinarSpeaker }): ReactElement {
  const texts = useText().webinars;
  const { lang } = useLocale();
  const title = speaker.title?.[lang] || Object.values(speaker.title ?? {})[0];
  return (
    <li className="row">
      <Avatar name={speaker.name} face={faceUrl(speaker.face)} />
      <span className="clip">
        <b className="strong line2 clip">{speaker.name}</b>
        <span className="meta clip line2">{title || (speaker.staff ? "" : texts.guest)}</span>
      </span>
    </li>
  );
}
