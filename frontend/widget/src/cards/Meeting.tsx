import { useState } from "preact/hooks";
import type { MeetingCard, MeetingLink } from "../../../common/generated/events";
import { Formats } from "../../../common/i18n";
import { useAround } from "../ui/hooks";
import { Leaf } from "./Leaf";
import { openTab } from "./open-tab";
import { words } from "./words";

/** Sooner than this before it begins, one can look at the room but not take part yet, ms. */
const EARLY_MS = 15 * 60_000;

interface MeetingProps {
  log: string;
  seq: number;
  body: Partial<MeetingCard>;
  over: boolean;
  cancelled: boolean;
}

/** A meeting with whoever answers here. Pressing fetches a link of one's own and opens it beside. */
export function Meeting({ log, seq, body, over, cancelled }: MeetingProps) {
  const { visitor, t, lang } = useAround();
  const w = words(lang);
  const own = new Formats(lang);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const title = body.title || w.meeting;
  const early = body.starts_at ? Date.parse(body.starts_at) - visitor.now() > EARLY_MS : false;

  const join = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError("");
    try {
      const { url } = (await visitor.act(log, seq, "meeting.join", {})) as MeetingLink;
      if (!openTab(url)) setError(t.failed);
    } catch (problem) {
      setError((problem as Error).message || t.failed);
    } finally {
      setBusy(false);
    }
  };

  return (
    <article class="card invite" aria-label={title}>
      <div class={body.starts_at ? "invite__head" : "invite__head invite__head--bare"}>
        {body.starts_at && <Leaf at={body.starts_at} />}
        <div class="invite__what">
          <h2>{title}</h2>
          {body.starts_at && (
            <p>
              {own.day(body.starts_at, visitor.now())}, {own.time(body.starts_at)}
            </p>
          )}
          <p class="meta">{cancelled ? w.meetingCancelled : over ? w.meetingOver : w.meetingHint}</p>
        </div>
      </div>
      {error && (
        <p class="error invite__note" role="alert">
          {error}
        </p>
      )}
      {!over && (
        <div class="product__foot">
          <button class={early ? "btn" : "btn btn--primary"} type="button" aria-disabled={busy} onClick={() => void join()}>
            {early ? w.toRoom : w.join}
          </button>
        </div>
      )}
    </article>
  );
}
