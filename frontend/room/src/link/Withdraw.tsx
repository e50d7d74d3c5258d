import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { useWords } from "../texts";

interface Props {
  initials: string;
  busy: boolean;
  onWithdraw: () => void;
  onBack: () => void;
}

/** Asks once, since the place and the calendar's entry go with it; it can be taken back. */
export function Withdraw({ initials, busy, onWithdraw, onBack }: Props): ReactElement {
  const { t } = useWords();
  return (
    <section className="stack">
      <h2 className="title-lg">{t.withdraw.title}</h2>
      <p className="soft">{t.withdraw.text(initials)}</p>
      <div className="row row--wrap">
        <Button look="primary" size="lg" isPending={busy} onPress={onWithdraw}>
          {t.withdraw.now}
        </Button>
        <Button look="quiet" size="lg" onPress={onBack} autoFocus>
          {t.withdraw.stay}
        </Button>
      </div>
    </section>
  );
}
