import type { ReactElement } from "react";
import type { Formats } from "../../../common/i18n";
import { Avatar } from "../../../common/ui/Avatar";
import { Plate } from "../../../common/ui/Plate";
import { useNow, useView } from "../model/context";
import { useWords } from "../texts";
import type { Texts } from "../texts/de";
import { Banner } from "../ui/Banner";
import { faceUrl } from "../ui/face";
import { Page } from "../ui/Page";
import { Check } from "./Check";
import { Countdown } from "./Countdown";

/** In hours where they are whole, else in minutes. */
function lasting(begins: string, ends: string, t: Texts, f: Formats): string {
  const minutes = Math.round((Date.parse(ends) - Date.parse(begins)) / 60_000);
  return minutes % 60 === 0 ? t.lobby.hours(minutes / 60, f) : t.lobby.minutes(minutes, f);
}

/** Before it begins. Goes on by itself: the room's state says when. */
export function Lobby(): ReactElement {
  const { t, f, inLang } = useWords();
  const { room } = useView();
  const now = useNow();
  if (!room) return <Page title={t.loading} />;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone.replace(/_/g, " ");
  const begins = room.starts_at;
  const due = !begins || Date.parse(begins) <= now;
  const speakers = (room.stage ?? []).filter((person) => person.role !== "attendee");
  return (
    <Page title={inLang(room.title)} wide>
      <Banner />
      <section className="lobby__wait" role="status">
        <p className="title-lg strong">{due ? t.lobby.soon : t.lobby.startsIn}</p>
        {!due && begins && <Countdown to={begins} />}
        <p className="soft">{due ? t.lobby.soonText : t.lobby.waitText}</p>
      </section>
      {begins && (
        <Plate
          facts={[
            { label: t.lobby.inYourTime(zone), value: `${f.day(begins, now)}, ${f.time(begins)}` },
            ...(room.ends_at ? [{ label: t.lobby.lasts, value: lasting(begins, room.ends_at, t, f) }] : []),
            { label: t.lobby.hereNow, value: f.number(room.here ?? 0) },
          ]}
        />
      )}
      {speakers.length > 0 && (
        <section className="stack">
          <h2 className="title">{t.lobby.speakers}</h2>
          <ul className="persons persons--wide">
            {speakers.map((person) => (
              <li key={person.participant}>
                <Avatar name={person.name} face={faceUrl(person.face)} size="lg" />
                <div>
                  <b className="strong">{person.name}</b>
                  <p className="meta">{inLang(person.title)}</p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="stack">
        <h2 className="title">{t.lobby.checkTitle}</h2>
        <p className="soft">{room.kind === "meeting" ? t.lobby.checkMeeting : t.lobby.checkText}</p>
        <Check />
      </section>
    </Page>
  );
}
