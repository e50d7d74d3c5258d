import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { Plate } from "../../../common/ui/Plate";
import { useView } from "../model/context";
import { useWords } from "../texts";
import { Page } from "./Page";

export function Ended(): ReactElement {
  const { t, f, inLang } = useWords();
  const { room } = useView();
  const meeting = room?.kind === "meeting";
  const from = room?.live_at;
  const until = room?.ended_at;
  return (
    <Page title={meeting ? t.ended.titleMeeting : t.ended.title}>
      <p className="soft">{t.ended.text(inLang(room?.title))}</p>
      {from && until && (
        <Plate
          facts={[
            { label: t.ended.lasted, value: f.clock((Date.parse(until) - Date.parse(from)) / 1000) },
            { label: t.ended.from, value: f.time(from) },
            { label: t.ended.until, value: f.time(until) },
          ]}
        />
      )}
      {!meeting && (
        <section className="stack stack--tight">
          <h2 className="title">{t.ended.next}</h2>
          <p className="soft">{t.ended.nextText}</p>
        </section>
      )}
    </Page>
  );
}

/** Somebody left by themselves; while it goes on they can come back. */
export function Left({ onReturn }: { onReturn: () => void }): ReactElement {
  const { t } = useWords();
  return (
    <Page title={t.ended.leftTitle}>
      <p className="soft">{t.ended.leftText}</p>
      <Button look="primary" size="lg" onPress={onReturn}>
        {t.ended.again}
      </Button>
    </Page>
  );
}
