import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import type { WebinarDetail } from "../api/webinars";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { Link } from "../lib/Link";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { useMay } from "../store/session";
import { CancelDialog } from "./CancelDialog";
import { ConfirmDialog } from "./ConfirmDialog";
import type { Phase } from "./phase";
import { PhaseState } from "./PhaseState";

interface Props {
  webinar: WebinarDetail;
  phase: Phase;
  onChanged: () => void;
}

/** Its title and state, and what can be done with it now. */
export function WebinarBar({ webinar, phase, onChanged }: Props): ReactElement {
  const all = useText();
  const texts = all.webinars;
  const plans = useMay("webinar.plan");
  const hosts = useMay("room.host");
  const [cancelling, setCancelling] = useState(false);
  const [publishing, setPublishing] = useState(false);
  const [busy, setBusy] = useState(false);
  const ahead = phase === "draft" || phase === "upcoming" || phase === "open";
  const mails = webinar.state === "published" ? webinar.mails_to : 0;

  const attempt = (call: Promise<unknown>, done: string): void => {
    setBusy(true);
    call
      .then(() => {
        say("plain", done);
        onChanged();
      })
      .catch((error: unknown) => say("bad", says(error, all)))
      .finally(() => setBusy(false));
  };

  return (
    <header className="bar">
      <Link className="btn btn--quiet btn--icon btn--sm btn--lead" href="/webinars" aria-label={texts.back}>
        <Icon name="left" size="sm" />
      </Link>
      <div className="bar__who">
        <h1>{webinar.title}</h1>
        <PhaseState phase={phase} />
      </div>
      <div className="bar__acts">
        {plans && ahead && (
          <>
            <Link className="btn btn--sm" href={`/webinars/${webinar.id}/edit`}>
              {texts.edit}
            </Link>
            <Button look="bad" isPending={busy} onPress={() => setCancelling(true)}>
              {texts.cancelIt}
            </Button>
          </>
        )}
        {plans && phase === "draft" && (
          <Button look="primary" isPending={busy} onPress={() => setPublishing(true)}>
            {texts.publish}
          </Button>
        )}
        {hosts && (phase === "upcoming" || phase === "open" || phase === "live") && (
          <Link className="btn btn--primary btn--sm" href={`/rooms/${webinar.room}`}>
            {texts.enter}
          </Link>
        )}
      </div>
      {publishing && (
        <ConfirmDialog
          title={texts.publishTitle}
          text={texts.publishText}
          label={texts.publish}
          onClose={() => setPublishing(false)}
          onGo={() => attempt(api.publish(webinar.id), texts.published)}
        />
      )}
      <CancelDialog
        isOpen={cancelling}
        title={texts.cancelTitle}
        text={texts.cancelText(mails)}
        label={mails > 0 ? texts.cancelDo : texts.cancelIt}
        onClose={() => setCancelling(false)}
        onCancel={() => attempt(api.cancel(webinar.id), texts.cancelled)}
      />
    </header>
  );
}
