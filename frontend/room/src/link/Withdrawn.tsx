import type { ReactElement } from "react";
import type { Look } from "../../../common/generated/events";
import { Button } from "../../../common/ui/Button";
import { State } from "../../../common/ui/State";
import { useWords } from "../texts";
import { Page } from "../ui/Page";
import { about } from "./about";
import { useAsking } from "./useAsking";

interface Props {
  look: Look;
  /** They were in the room until they withdrew. */
  wasInside: boolean;
  onReturn: () => Promise<void>;
}

/** Whose registration was withdrawn, and the way back for as long as there is something to come to. */
export function Withdrawn({ look, wasInside, onReturn }: Props): ReactElement {
  const words = useWords();
  const { t } = words;
  const { busy, error, run } = useAsking();
  return (
    <Page title={look.title}>
      <p className="row row--wrap soft">
        <span>{about(look, words)}</span>
        <State icon="close">{t.withdraw.done}</State>
      </p>
      <section className="stack">
        <p role="status">{wasInside ? t.withdraw.leftText : t.withdraw.doneText(look.initials)}</p>
        {look.may_change && (
          <Button look="primary" size="lg" isPending={busy} onPress={() => void run(onReturn)}>
            {wasInside ? t.withdraw.backIn : t.withdraw.again}
          </Button>
        )}
      </section>
      <p className="field__error" role="alert">
        {error}
      </p>
    </Page>
  );
}
