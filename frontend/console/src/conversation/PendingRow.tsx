import type { ReactElement } from "react";
import type { Pending } from "../../../common/client";
import { Button } from "../../../common/ui/Button";
import { cx } from "../../../common/ui/cx";
import { Icon } from "../../../common/ui/Icon";
import { useText } from "../i18n";
import { useStatus } from "../store/hub";
import { ProductCard } from "./ProductCard";
import type { Conversation } from "./useConversation";

interface Props {
  entry: Pending;
  internal: boolean;
  talk: Conversation;
}

/** Written here and not stored yet: has an outline and a clock until it is. */
export function PendingRow({ entry, internal, talk }: Props): ReactElement {
  const texts = useText().talk;
  const online = useStatus().at === "ready";
  const failed = entry.state === "failed";
  const word = failed ? texts.failed : online ? texts.sending : texts.unsent;
  const { stream } = talk;

  const again = (): void => {
    stream?.discard(entry.log, entry.id);
    stream?.send(entry.log, entry.kind, entry.body, entry.draft ? { draft: entry.draft } : {});
  };

  return (
    <div className={cx("msg msg--own", failed ? "msg--failed" : entry.state !== "stored" && "msg--unsent")}>
      <Said entry={entry} internal={internal} />
      <p className="msg__meta" role={failed ? "alert" : undefined}>
        <Icon name={failed ? "alert" : "clock"} size="sm" />
        {failed && entry.error?.message ? `${word}: ${entry.error.message}` : word}
        {failed && (
          <>
            <Button look="quiet" onPress={again}>
              {texts.resend}
            </Button>
            <Button look="quiet" onPress={() => stream?.discard(entry.log, entry.id)}>
              {texts.discard}
            </Button>
          </>
        )}
      </p>
    </div>
  );
}

function Said({ entry, internal }: { entry: Pending; internal: boolean }): ReactElement {
  const texts = useText().talk;
  if (internal) {
    return (
      <div className="note">
        <Icon name="note" size="sm" />
        <p>
          <b className="strong">{texts.noteHead}</b> {String(entry.body["text"] ?? "")}
        </p>
      </div>
    );
  }
  if (entry.kind === "card.product") return <ProductCard body={entry.body} />;
  if (entry.kind === "card.form") return <div className="bubble">{texts.formAsked}</div>;
  if (entry.kind === "card.webinar") return <div className="bubble">{texts.invited}</div>;
  if (entry.kind === "file") return <div className="bubble">{String(entry.body["name"] ?? texts.file)}</div>;
  return <div className="bubble">{String(entry.body["text"] ?? "")}</div>;
}
