import { type ReactElement, useEffect } from "react";
import { Segments } from "../../../common/ui/Segments";
import { useText } from "../i18n";
import { Link } from "../lib/Link";
import { useParam } from "../lib/route";
import { useMay } from "../store/session";
import { MeetingButton } from "./MeetingButton";
import { MeetingsPane } from "./MeetingsPane";
import { WebinarList } from "./WebinarList";

/** What runs, what comes and what was: webinars for everybody, meetings for the house. */
export default function WebinarsScreen(): ReactElement {
  const texts = useText().webinars;
  const [tab, setTab] = useParam("tab");
  const plans = useMay("webinar.plan");
  const meets = useMay("meeting.start");
  const meetings = tab === "meetings";

  useEffect(() => {
    document.title = meetings ? texts.meetings : texts.title;
  }, [texts, meetings]);

  return (
    <section className="pane webinars" aria-label={texts.title}>
      <header className="bar">
        <h1>{meetings ? texts.meetings : texts.title}</h1>
        <span className="push">
          <Segments
            label={texts.tabs}
            value={meetings ? "meetings" : "webinars"}
            options={[
              { id: "webinars", label: texts.title },
              { id: "meetings", label: texts.meetings },
            ]}
            onChange={(next) => setTab(next === "meetings" ? next : "")}
          />
        </span>
        {meetings && meets && <MeetingButton />}
        {!meetings && plans && (
          <Link className="btn btn--primary btn--sm" href="/webinars/plan">
            {texts.plan}
          </Link>
        )}
      </header>
      {meetings ? <MeetingsPane /> : <WebinarList />}
    </section>
  );
}
