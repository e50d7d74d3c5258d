import { type ReactElement, useEffect, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import { useText } from "../i18n";
import { useNow } from "../lib/clock";
import { theHub, useStatus } from "../store/hub";
import { hush, notice } from "../store/notices";
import { useMay } from "../store/session";
import { useStore } from "../store/store";
import { MeetingStrip } from "./MeetingStrip";

/** A line that is lost for less than this is not worth a word, ms. */
const PATIENCE_MS = 1_500;
const NOTICE_MS = 8_000;

/** What concerns the whole desk: the line is away, one is asked into a meeting, something did not work. */
export function Strip(): ReactElement {
  const meets = useMay("webinar.read");
  return (
    <div className="strips">
      <LineStrip />
      {meets && <MeetingStrip />}
      <NoticeStrip />
    </div>
  );
}

function LineStrip(): ReactElement {
  const status = useStatus();
  const texts = useText().shell;
  const away = status.at === "waiting" || status.at === "connecting";
  const [told, setTold] = useState(false);

  useEffect(() => {
    if (!away) {
      setTold(false);
      return;
    }
    const timer = setTimeout(() => {
      setTold(true);
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [away]);

  return (
    <div role="status">
      {away && told && (
        <p className="strip">
          <Icon name="clock" size="sm" />
          <span>
            {texts.offline} {status.at === "waiting" && <NextTry until={status.until} />}
          </span>
          {status.at === "waiting" && (
            <Button className="push" onPress={() => theHub().retry()}>
              {texts.tryNow}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}

/** Counts for the eye only: a reader is told once that the line is away. */
function NextTry({ until }: { until: number }): ReactElement | null {
  useNow();
  const seconds = Math.ceil((until - Date.now()) / 1000);
  const texts = useText().shell;
  if (!Number.isFinite(seconds) || seconds < 2) return null;
  return <span aria-hidden="true">{texts.reconnecting(seconds)}</span>;
}

function NoticeStrip(): ReactElement {
  const current = useStore(notice);
  const texts = useText().shell;

  useEffect(() => {
    if (!current || current.tone === "bad") return;
    const timer = setTimeout(hush, NOTICE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [current]);

  return (
    <div role={current?.tone === "bad" ? "alert" : "status"}>
      {current && (
        <p className={current.tone === "bad" ? "strip strip--bad" : "strip strip--plain"}>
          <Icon name={current.tone === "bad" ? "alert" : "check"} size="sm" />
          <span>{current.text}</span>
          <Button look="quiet" iconOnly icon="close" className="push" aria-label={texts.close} onPress={hush} />
        </p>
      )}
    </div>
  );
}
