import { useEffect, useRef, useState } from "preact/hooks";
import type { AppState } from "../model/state";
import type { Visitor } from "../model/visitor";
import { Composer } from "./Composer";
import { Head } from "./Head";
import { surround, useAround, useLasting, useStore, useStream } from "./hooks";
import { Icon } from "./Icon";
import { Privacy } from "./Privacy";
import { Start } from "./Start";
import { Talk } from "./Talk";
import type { Params } from "../model/params";
import type { Texts } from "../texts";

/** A loss that lasts less than this is not worth a word, ms. */
const FRIGHT_MS = 1_500;

export function App({ visitor, params, t }: { visitor: Visitor; params: Params; t: Texts }) {
  const app = useStore(visitor.state);
  surround(visitor, t, params.lang, app.site?.time_zone, params.embedder);
  return <Panel app={app} />;
}

function Panel({ app }: { app: AppState }) {
  const { visitor, t } = useAround();
  const [drafts, setDrafts] = useState<Record<string, string>>({});
  const [cursor, setCursor] = useState(0);
  const [dropping, setDropping] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const atStart = app.view === "start";
  const stream = atStart ? null : visitor.watch(app.view);
  const snapshot = useStream(stream);
  const state = snapshot?.state ?? null;
  const over = state?.state === "closed";
  const talking = snapshot?.ready === true && !over;
  const lost = useLasting((app.line.at === "connecting" || app.line.at === "waiting") && app.conversations.length > 0, FRIGHT_MS);
  const offline = lost || app.openingTries > 0;
  const value = drafts[app.view] ?? "";

  const write = (text: string, cursorToo = true): void => {
    setDrafts({ ...drafts, [app.view]: text });
    if (cursorToo) setCursor((n) => n + 1);
  };
  const files = (list: Iterable<File>): void => visitor.attach(list);

  useEffect(() => {
    document.documentElement.toggleAttribute("data-phone", app.phone);
  }, [app.phone]);
  useEffect(() => {
    // On a phone the cursor would bring the keyboard over what one came to read.
    if (app.focus === 0) return;
    if (app.phone || over) root.current?.focus();
    else setCursor((n) => n + 1);
  }, [app.focus]);

  const placeholder = atStart
    ? t.question
    : state?.state === "active" && state.assignee
      ? t.messageTo(state.assignee.salutation || state.assignee.name)
      : state?.state === "waiting"
        ? state.open
          ? t.addMeanwhile
          : t.leave
        : t.message;
  const topics = app.site?.texts.topics ?? [];
  return (
    <div
      ref={root}
      class="panel"
      tabIndex={-1}
      onKeyDown={(event) => event.key === "Escape" && !event.defaultPrevented && visitor.close()}
      onDragOver={(event) => {
        if (!talking || !event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => event.relatedTarget === null && setDropping(false)}
      onDrop={(event) => {
        setDropping(false);
        if (!talking || !event.dataTransfer?.files.length) return;
        event.preventDefault();
        files([...event.dataTransfer.files]);
      }}
    >
      <Head site={app.site} state={state} phone={app.phone} list={!atStart && app.conversations.length > 0} />
      <Strip app={app} offline={offline} />
      {atStart ? (
        <main class="scroll">{app.site && <Start site={app.site} conversations={app.conversations} onTopic={write} />}</main>
      ) : (
        <Talk app={app} snapshot={snapshot} offline={offline} onMail={() => write(t.byMailText)} />
      )}
      {dropping && <p class="drop">{t.dropHere}</p>}
      <footer class="foot">
        {over ? (
          <div class="over">
            <p>{t.over}</p>
            <button class="btn btn--primary" type="button" onClick={() => visitor.show("start")}>
              {t.anew}
            </button>
          </div>
        ) : (
          <>
            {state?.state === "active" && value === "" && topics.length > 0 && (
              <div class="quick" role="group" aria-label={t.quick}>
                {topics.map((topic) => (
                  <button key={topic.title} class="chip" type="button" onClick={() => write(topic.text)}>
                    {topic.title}
                  </button>
                ))}
              </div>
            )}
            <Composer
              value={value}
              placeholder={placeholder}
              focus={cursor}
              files={talking}
              onChange={(text) => {
                write(text, false);
                visitor.typing(text === "" ? null : text);
              }}
              onSend={(text) => {
                write("", false);
                visitor.say(text);
              }}
              onFiles={files}
            />
            {atStart && (
              <p class="meta">
                {t.stores} <Privacy url={app.site?.texts.privacy_url} />
              </p>
            )}
            {talking && state?.typing_preview && value !== "" && <p class="meta">{t.preview}</p>}
          </>
        )}
      </footer>
    </div>
  );
}

/** Amber: the line is down, nothing is lost. It goes without a word. */
function Strip({ app, offline }: { app: AppState; offline: boolean }) {
  const { t } = useAround();
  const text =
    app.line.at === "stopped"
      ? t.reload
      : offline
        ? app.view === "start"
          ? t.offlineStart
          : t.offline
        : app.siteFails && !app.site
          ? t.noSite
          : "";
  return (
    <p class={text ? "strip" : "strip strip--none"} role="status">
      {text && <Icon name="refresh" small />}
      {text}
    </p>
  );
}
