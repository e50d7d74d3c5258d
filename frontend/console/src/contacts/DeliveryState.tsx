import type { ReactElement } from "react";
import { State } from "../../../common/ui/State";
import type { DeliveryView } from "../api/people";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { useLocale } from "../store/session";

/** What became of an entry in one connected system, in a word and with its time. */
export function DeliveryState({ delivery }: { delivery: DeliveryView }): ReactElement | null {
  const texts = useText().contacts;
  const locale = useLocale();
  const at = delivery.at ? brief(delivery.at, now(), locale) : "";
  switch (delivery.state) {
    case "delivered":
      return (
        <span title={delivery.connection}>
          <State tone="good" icon="check">
            {texts.delivered(at)}
          </State>
        </span>
      );
    case "waiting":
      return (
        <span title={delivery.connection}>
          <State tone="wait" icon="clock">
            {at && Date.parse(delivery.at ?? "") > now() ? texts.waitsUntil(at) : texts.waits}
          </State>
        </span>
      );
    case "tray":
      return (
        <span title={delivery.connection}>
          <State tone="bad" icon="alert">
            {texts.inTray}
          </State>
        </span>
      );
    case "skipped":
      return <State>{texts.skipped}</State>;
    default:
      return null;
  }
}
