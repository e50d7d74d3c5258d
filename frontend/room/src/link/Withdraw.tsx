import { type ReactElement, useState } from "react";
import { Button } from "../../../shared/ui/Button";
import { Modal } from "../../../shared/ui/Modal";
import { useWords } from "../texts";
import { useAsking } from "./useAsking";

/** Asks once, since the place and the calendar's entry go with it; it can be taken back. */
export function Withdraw({ initials, onWithdraw }: { initials: string; onWithdraw: () => Promise<void> }): ReactElement {
  const { t } = useWords();
  const [asks, setAsks] = useState(false);
  const { busy, error, run } = useAsking();
  return (
    <>
      <Button look="quiet" size="lg" onPress={() => setAsks(true)}>
        {t.withdraw.cannotCome}
      </Button>
      <Modal
        isOpen={asks}
        onClose={() => setAsks(false)}
        title={t.withdraw.title}
        footer={
          <>
            <Button size="md" onPress={() => setAsks(false)} autoFocus>
              {t.withdraw.stay}
            </Button>
            <Button size="md" look="primary" isPending={busy} onPress={() => void run(onWithdraw)}>
              {t.withdraw.now}
            </Button>
          </>
        }
      >
        <p>{t.withdraw.text(initials)}</p>
        {error && (
          <p className="field__error" role="alert">
            {error}
          </p>
        )}
      </Modal>
    </>
  );
}
