import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { State } from "../../../common/ui/State";
import type { Bridge, Connection } from "../api/bridge";
import * as api from "../api/bridge";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { brief, count, duration } from "../lib/format";
import { says } from "../lib/says";
import { say } from "../store/notices";
import { useLocale, useMay } from "../store/session";

const TONE = {
  ok: "good",
  new: undefined,
  limited: "wait",
  failing: "bad",
  paused: "wait",
  off: undefined,
} as const;
const WORST: readonly Connection["state"][] = ["failing", "limited", "paused", "new", "ok", "off"];

interface Props {
  bridge: Bridge;
  onChanged: () => void;
  onConnections: () => void;
}

/** How it stands with the other side, and the two levers: pause, connections. */
export function BridgeBar({ bridge, onChanged, onConnections }: Props): ReactElement {
  const all = useText();
  const texts = all.bridge;
  const locale = useLocale();
  const manages = useMay("bridge.manage");
  const [busy, setBusy] = useState(false);
  const paused = bridge.connections.some((each) => each.active && each.paused);
  const shown = [...bridge.connections].sort(
    (a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state),
  )[0];

  const toggle = (): void => {
    setBusy(true);
    (paused ? api.resume() : api.pause())
      .then(onChanged)
      .catch((error: unknown) => say("bad", says(error, all)))
      .finally(() => setBusy(false));
  };
  const lag = (seconds: number): string =>
    seconds < 60 ? `${count(Math.round(seconds * 10) / 10, locale)} s` : duration(seconds);
  const details = shown
    ? [
        shown.failing_since && texts.failingSince(brief(shown.failing_since, now(), locale)),
        shown.next_at && Date.parse(shown.next_at) > now() && texts.nextTry(brief(shown.next_at, now(), locale)),
        shown.answer_ms !== null && texts.answer(count(shown.answer_ms, locale)),
        shown.lag_s !== null && texts.lag(lag(shown.lag_s)),
      ]
    : [];

  return (
    <header className="bar">
      <h1>{texts.title}</h1>
      {shown && (
        <State tone={TONE[shown.state]} dot className="clip">
          {texts.states[shown.state](shown.name)}
        </State>
      )}
      <span className="meta clip bridge__details">{details.filter(Boolean).join(" · ")}</span>
      {manages && (
        <span className="push row">
          <Button icon={paused ? "play" : "pause"} isPending={busy} onPress={toggle}>
            {paused ? texts.resume : texts.pause}
          </Button>
          <Button iconOnly icon="settings" aria-label={texts.connections} onPress={onConnections} />
        </span>
      )}
    </header>
  );
}
