import { type ReactElement, useLayoutEffect, useRef, useState } from "react";
import type { Formats } from "../../../common/i18n";
import { Avatar } from "../../../common/ui/Avatar";
import { Button } from "../../../common/ui/Button";
import { useLog, useRoom, useView } from "../model/context";
import { type Line, lines } from "../model/talk";
import { useWords } from "../texts";
import type { Texts } from "../texts/de";
import { nameForOthers, nameOf } from "./author";
import { faceUrl } from "./face";
import { Write } from "./Write";

/** So many lines are on the screen at most; the rest is asked for. */
const SHOWN = 200;

export function Chat(): ReactElement {
  const { t } = useWords();
  const room = useRoom();
  const log = useLog("public");
  const [shown, setShown] = useState(SHOWN);
  const scroll = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const all = log ? lines(log) : [];
  const from = Math.max(0, all.length - shown);
  const last = all.at(-1)?.key;

  useLayoutEffect(() => {
    const area = scroll.current;
    if (area && atEnd) area.scrollTop = area.scrollHeight;
  }, [last, atEnd]);

  return (
    <>
      <div
        className="scroll said"
        ref={scroll}
        tabIndex={0}
        role="log"
        aria-label={t.chat.tab}
        onScroll={(event) => {
          const area = event.currentTarget;
          setAtEnd(area.scrollHeight - area.scrollTop - area.clientHeight < 48);
        }}
      >
        {(from > 0 || log?.hasOlder) && all.length > 0 && (
          <Button
            look="quiet"
            onPress={() => {
              if (from > 0) setShown(shown + SHOWN);
              else if (log) room.stream.older(log.id);
            }}
          >
            {t.chat.older}
          </Button>
        )}
        {all.length === 0 && <p className="empty">{t.chat.empty}</p>}
        {all.slice(from).map((line) => (
          <Row key={line.key} line={line} />
        ))}
      </div>
      {!atEnd && (
        <Button className="newer" icon="down" onPress={() => setAtEnd(true)}>
          {t.chat.newer}
        </Button>
      )}
      <div className="asking">
        <Write
          label={t.chat.message}
          send={t.chat.send}
          onSend={(text) => {
            setAtEnd(true);
            room.say(text);
          }}
        />
      </div>
    </>
  );
}

function Row({ line }: { line: Line }): ReactElement {
  const { t, f } = useWords();
  const { me } = useRoom().view.get();
  const { author, pending } = line;
  if (!author) return <p className="event">{said(line, t, f)}</p>;
  return (
    <div className="say" data-mine={author.mine || undefined}>
      <Avatar name={nameForOthers(author, me?.name ?? "", t)} face={faceUrl(author.face)} />
      <div>
        <p className="meta">
          {nameOf(author, t)}
          {author.machine ? ` · ${t.chat.machine}` : ""} · {f.time(line.at)}
        </p>
        <p className="prewrap">{line.text}</p>
        {pending && <Fate pending={pending} />}
      </div>
    </div>
  );
}

/** The room's own lines in one's own language; what is not known here reads as the server says it. */
function said(line: Line, t: Texts, f: Formats): string {
  if (line.event?.kind === "room.live") return t.chat.begun;
  if (line.event?.kind === "room.ended" && !line.event.body["cancelled"]) {
    const minutes = Math.max(1, Math.round(Number(line.event.body["seconds"] ?? 0) / 60));
    return line.event.body["kind"] === "meeting" ? t.chat.metFor(minutes, f) : t.chat.endedAfter(minutes, f);
  }
  return line.text;
}

export function Fate({ pending }: { pending: NonNullable<Line["pending"]> }): ReactElement | null {
  const { t } = useWords();
  const room = useRoom();
  const { status } = useView();
  if (pending.state === "stored") return null;
  if (pending.state !== "failed") {
    return <p className="meta">{status.at === "ready" ? t.chat.sending : t.chat.waits}</p>;
  }
  return (
    <p className="meta row fate" role="alert">
      <span className="fate__why">{pending.error?.message || t.chat.failed}</span>
      <Button
        look="quiet"
        onPress={() => {
          room.stream.discard(pending.log, pending.id);
          room.stream.send(pending.log, pending.kind, pending.body);
        }}
      >
        {t.chat.again}
      </Button>
      <Button look="quiet" onPress={() => room.stream.discard(pending.log, pending.id)}>
        {t.chat.discard}
      </Button>
    </p>
  );
}
