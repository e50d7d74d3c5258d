import { useEffect } from "preact/hooks";
import type { ConversationState, LogSnapshot, Snapshot } from "../../../common/client";
import type { AppState } from "../model/state";
import { joined, pendingItem, timeline } from "../model/timeline";
import type { Item } from "../model/timeline";
import { Bubble } from "./Bubble";
import { useAround, useNow, useStore } from "./hooks";
import { Later } from "./later";
import { Waiting } from "./Queue";
import { Scroll } from "./Scroll";

interface TalkProps {
  app: AppState;
  snapshot: Snapshot<ConversationState> | null;
  offline: boolean;
  onMail: () => void;
}

/** One conversation: what was said, what is on its way, and where one stands in the queue. */
export function Talk({ app, snapshot, offline, onMail }: TalkProps) {
  const { visitor, t, f } = useAround();
  const uploads = useStore(visitor.uploads.list).filter((one) => one.conversation === app.view);
  const now = useNow(() => visitor.now(), true, 30_000);
  const log = snapshot?.ready ? snapshot.logs[0] : undefined;
  const items = log
    ? timeline(log, offline, f, t, now)
    : joined(visitor.held(app.view).map((entry) => pendingItem(entry, offline || app.openingTries > 0)));
  if (!log && app.openingError !== null) {
    for (const item of items) if (item.type === "message") Object.assign(item, { mark: "failed", failed: { id: item.key, error: app.openingError } });
  }
  const state = snapshot?.state ?? null;
  const seen = (): void => {
    if (app.shown && document.visibilityState === "visible") visitor.seen(app.view);
  };
  useEffect(() => {
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  });
  // Waiting stands below the first question and above what was added to it.
  const waits = state?.state === "waiting";
  const firstOwn = items.findIndex((item) => item.type === "message");
  if (waits && items[firstOwn]?.type === "message") items[firstOwn].last = true;
  const draw = (item: Item) => <One key={item.key} item={item} log={log} app={app} />;
  const typing = log?.typing.map(({ by }) => log.participants.get(by)?.name).filter(Boolean) ?? [];
  return (
    <Scroll
      key={app.view}
      first={items[0]?.key ?? ""}
      last={`${items.at(-1)?.key}${uploads.length}${waits}${typing.length}${app.shown}`}
      hasOlder={log?.hasOlder ?? false}
      onOlder={() => log && visitor.stream(app.view)?.older(log.id)}
      onEnd={seen}
    >
      {snapshot && snapshot.resets > 0 && <p class="line">{t.restored}</p>}
      <div class="log" role="log" aria-label={t.conversation} aria-live="polite">
        {waits ? items.slice(0, firstOwn + 1).map(draw) : items.map(draw)}
        {waits && <Waiting state={state} onMail={onMail} />}
        {waits && items.slice(firstOwn + 1).map(draw)}
        {uploads.map((upload) => (
          <Later
            key={upload.id}
            meanwhile={upload.name}
            draw={({ UploadRow }) => <UploadRow upload={upload} max={app.site?.upload_max_bytes ?? 0} />}
          />
        ))}
      </div>
      {typing.length > 0 && (
        <p class="typing">
          <span class="typing__dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t.typing(state?.assignee?.salutation && typing.length === 1 ? state.assignee.salutation : f.list(typing as string[]))}
        </p>
      )}
    </Scroll>
  );
}

interface OneProps {
  item: Item;
  log: LogSnapshot | undefined;
  app: AppState;
}

function One({ item, log, app }: OneProps) {
  const { visitor } = useAround();
  switch (item.type) {
    case "day":
      return <p class="measure">{item.text}</p>;
    case "line":
      return <p class="line">{item.text}</p>;
    case "message":
    case "file":
      return (
        <Bubble
          said={item}
          onRetry={() => (log ? visitor.sayAgain(app.view, item.key) : visitor.retryOpening())}
          onRemove={() => (log ? visitor.discard(app.view, item.key) : visitor.dropOpening())}
        />
      );
    default:
      return log ? (
        <Later
          meanwhile={<p class="card done">{item.text}</p>}
          draw={({ CardView }) => <CardView card={item} log={log} texts={app.site?.texts} />}
        />
      ) : null;
  }
}
