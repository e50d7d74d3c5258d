import { lazy, type ReactElement, Suspense, useState } from "react";
import { Avatar } from "../../../common/ui/Avatar";
import { Button } from "../../../common/ui/Button";
import { MenuButton } from "../../../common/ui/MenuButton";
import { State } from "../../../common/ui/State";
import { useText } from "../i18n";
import { useNow } from "../lib/clock";
import { faceUrl } from "../lib/face";
import { duration } from "../lib/format";
import { caps, spoken } from "../lib/keys";
import { Link } from "../lib/Link";
import { byPresence, presence, presenceWord } from "../inbox/TeamPane";
import { useCommand } from "../store/commands";
import { inbox } from "../store/inbox";
import { useMay, useMe } from "../store/session";
import { usePick } from "../store/store";
import { Icon } from "../../../common/ui/Icon";
import { CallButton } from "./CallButton";
import { FinishDialog } from "./FinishDialog";
import type { Actions } from "./useActions";
import type { Conversation } from "./useConversation";

const MeetingDialog = lazy(() => import("../webinars/MeetingDialog"));

interface Props {
  talk: Conversation;
  actions: Actions;
  onPerson: () => void;
}

export function Header({ talk, actions, onPerson }: Props): ReactElement {
  const texts = useText();
  const words = texts.talk;
  const me = useMe();
  const team = usePick(inbox, (state) => state.team);
  const [handing, setHanding] = useState(false);
  const [finishing, setFinishing] = useState(false);
  const [appointing, setAppointing] = useState(false);
  const mine = talk.access === "answer";
  const calls = useMay("meeting.start");

  const others = team.filter((one) => one.id !== me.id && one.online).sort(byPresence);

  useCommand(
    mine
      ? { id: "hand-over", group: "conversation", label: words.handOverTo, icon: "swap", keys: "mod+g", run: () => setHanding(true) }
      : null,
  );
  useCommand(
    mine
      ? { id: "finish", group: "conversation", label: words.finish, icon: "check", keys: "e", run: () => setFinishing(true) }
      : null,
  );
  useCommand(
    mine
      ? { id: "release", group: "conversation", label: words.release, icon: "undo", run: actions.release }
      : null,
  );
  useCommand(
    mine && calls
      ? { id: "appoint", group: "conversation", label: words.appoint, icon: "calendar", run: () => setAppointing(true) }
      : null,
  );
  useCommand({ id: "person", group: "conversation", label: texts.shell.person, icon: "user", keys: "p", run: onPerson });

  return (
    <header className="bar">
      <Link className="btn btn--quiet btn--icon btn--sm only-phone" href="/" aria-label={words.back}>
        <Icon name="left" size="sm" />
      </Link>
      <div className="bar__who">
        <h2 aria-level={1}>{talk.name}</h2>
        <Whereabouts talk={talk} />
      </div>
      <div className="bar__acts">
        {mine && calls && <CallButton talk={talk} />}
        {mine && (
          <>
            <MenuButton
              label={words.handOverTo}
              isOpen={handing}
              onOpenChange={setHanding}
              empty={words.handOverNobody}
              button={{ icon: "swap", iconOnly: true, "aria-label": words.handOver }}
              items={others.map((one) => ({
                id: one.id,
                label: one.name,
                hint: presenceWord(one, texts.shell),
                before: <Avatar name={one.name} face={faceUrl(one.face)} size="sm" presence={presence(one)} />,
                ...(one.open > 0 ? { after: <span className="meta">{texts.shell.teamOpen(one.open)}</span> } : {}),
                isDisabled: !one.available,
                onAction: () => actions.handOver(one),
              }))}
            />
            <MenuButton
              label={words.more}
              button={{ icon: "more", iconOnly: true, className: "not-phone", "aria-label": words.more }}
              items={[
                ...(calls
                  ? [{ id: "appoint", label: words.appoint, before: <Icon name="calendar" size="sm" />, onAction: () => setAppointing(true) }]
                  : []),
                { id: "release", label: words.release, before: <Icon name="undo" size="sm" />, onAction: actions.release },
              ]}
            />
            <Button
              keys={caps("e", texts.shell)}
              aria-keyshortcuts={spoken("e")}
              isPending={actions.doing.has("close")}
              onPress={() => setFinishing(true)}
            >
              {words.finish}
            </Button>
          </>
        )}
        {talk.access === "closed" && (
          <Button icon="undo" isPending={actions.doing.has("reopen")} onPress={actions.reopen}>
            {words.reopen}
          </Button>
        )}
        <Button
          className="only-narrow"
          iconOnly
          icon="user"
          aria-label={words.openPerson}
          aria-keyshortcuts={spoken("p")}
          onPress={onPerson}
        />
      </div>
      {appointing && (
        <Suspense>
          <MeetingDialog conversation={talk.id} onClose={() => setAppointing(false)} />
        </Suspense>
      )}
      <FinishDialog
        isOpen={finishing}
        onClose={() => setFinishing(false)}
        address={emailOf(talk)}
        onFinish={actions.close}
      />
    </header>
  );
}

function emailOf(talk: Conversation): string {
  return talk.detail.data?.contact?.email ?? "";
}

function Whereabouts({ talk }: { talk: Conversation }): ReactElement | null {
  const words = useText().talk;
  if (!talk.state) return null;
  if (talk.state.state === "closed") return <State>{words.closed}</State>;
  if (talk.visitorOnline) {
    return (
      <State tone="good" dot className="clip">
        {words.online}
      </State>
    );
  }
  return (
    <State dot className="clip">
      {words.offline}
    </State>
  );
}

/** For how long somebody waits, counted each second. */
export function WaitsFor({ since }: { since: string }): ReactElement {
  const now = useNow();
  return <>{duration((now - Date.parse(since)) / 1000)}</>;
}
