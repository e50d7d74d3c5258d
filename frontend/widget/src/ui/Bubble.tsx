import type { Said } from "../model/timeline";
import { Face } from "./Face";
import { useAround } from "./hooks";
import { Icon } from "./Icon";
import type { IconName } from "./Icon";
import { Later } from "./later";
import { Text } from "./Text";

const SIGN: Record<string, IconName> = { waiting: "clock", sending: "clock", stored: "check", read: "checks", failed: "alert" };

export function Bubble({ said, onRetry, onRemove }: { said: Said; onRetry: () => void; onRemove: () => void }) {
  const { t } = useAround();
  const machine = said.provenance === "machine";
  const unsent = said.mark === "waiting" || said.mark === "failed";
  const name = said.own ? t.you : (said.by?.name ?? "");
  const bubble = (
    <div class={said.own ? "msg msg--own" : "msg"}>
      <div class={unsent ? "bubble bubble--unsent" : "bubble"}>
        <span class="sr">{name}: </span>
        {said.type === "file" ? (
          <Later
            meanwhile={said.text}
            draw={({ FileBody }) => <FileBody body={said.body} text={said.text} sent={!unsent} />}
          />
        ) : (
          <Text text={said.text} />
        )}
      </div>
      <Meta said={said} onRetry={onRetry} onRemove={onRemove} />
    </div>
  );
  if (said.own) return bubble;
  return (
    <div class={said.last ? "from" : "from from--run"}>
      {said.last ? <Face name={name} face={said.by?.face} size="sm" machine={machine} /> : <span />}
      {bubble}
    </div>
  );
}

function Meta({ said, onRetry, onRemove }: { said: Said; onRetry: () => void; onRemove: () => void }) {
  const { t, f } = useAround();
  if (!said.own) {
    const note = said.provenance === "machine" ? t.machine : said.provenance === "approved" ? t.approved : "";
    return said.last && note ? <p class="msg__meta">{note}</p> : null;
  }
  const mark = said.mark ?? "stored";
  if (mark === "failed") {
    return (
      <p class="msg__meta msg__meta--bad">
        <Icon name="alert" small />
        {said.failed?.error || t.failed}
        <button class="link" type="button" onClick={onRetry}>
          {t.again}
        </button>
        <button class="link" type="button" onClick={onRemove}>
          {t.remove}
        </button>
      </p>
    );
  }
  if (!said.last) return null;
  const word = { waiting: t.whenOnline, sending: t.sending, stored: t.stored, read: t.read }[mark];
  const waits = mark === "waiting";
  return (
    <p class="msg__meta">
      {waits && <Icon name="clock" small />}
      {!waits && f.time(said.at)}
      {waits || said.newest ? `${waits ? "" : ", "}${word}` : <span class="sr">, {word}</span>}
      {!waits && <Icon name={SIGN[mark]!} small />}
    </p>
  );
}
