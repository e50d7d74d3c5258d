import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { State } from "../../../common/ui/State";
import type { Connection, TestResult } from "../api/bridge";
import * as api from "../api/bridge";
import { useText } from "../i18n";
import { count } from "../lib/format";
import { says } from "../lib/says";
import { useLocale } from "../store/session";
import { say } from "../store/notices";

interface Props {
  connection: Connection;
  /** With the new secret, when there is one. */
  onChanged: (secret: string | null) => void;
}

export function ConnectionRow({ connection, onChanged }: Props): ReactElement {
  const all = useText();
  const texts = all.bridge;
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const [tested, setTested] = useState<TestResult | null>(null);

  const attempt = <T,>(work: Promise<T>, then: (answer: T) => void): void => {
    setBusy(true);
    setTested(null);
    work
      .then(then)
      .catch((error: unknown) => say("bad", says(error, all)))
      .finally(() => setBusy(false));
  };
  const change = (what: api.ConnectionChange): void => {
    attempt(api.changeConnection(connection.id, what), (answer) => onChanged(answer.secret || null));
  };

  return (
    <li className="advice">
      <div className="row row--between row--wrap">
        <strong className="strong">{connection.name}</strong>
        <State tone={connection.state === "ok" ? "good" : connection.state === "failing" ? "bad" : undefined} dot>
          {texts.states[connection.state](connection.name)}
        </State>
      </div>
      <code className="mono prewrap">{connection.url}</code>
      {tested && (
        <div className={tested.ok ? "words words--good" : "words"} role="status">
          <State tone={tested.ok ? "good" : "bad"} icon={tested.ok ? "check" : "alert"}>
            {tested.ok ? texts.testOk(count(tested.answer_ms, locale)) : texts.testBad}
          </State>
          {tested.words && <code>{tested.words}</code>}
        </div>
      )}
      <div className="row row--wrap">
        <Button isPending={busy} onPress={() => attempt(api.testConnection(connection.id), setTested)}>
          {texts.test}
        </Button>
        <Button isPending={busy} onPress={() => change({ rotate: true })}>
          {texts.rotate}
        </Button>
        <Button look="quiet" isPending={busy} onPress={() => change({ active: !connection.active })}>
          {connection.active ? texts.switchOff : texts.switchOn}
        </Button>
      </div>
    </li>
  );
}
