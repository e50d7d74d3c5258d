import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import type { Hand } from "../../../common/generated/events";
import { useNow, useRoom, useView } from "../model/context";
import { useWords } from "../texts";
import { useDoing } from "../ui/useDoing";

/** Raised hands, the longest first. */
export function Hands(): ReactElement | null {
  const { t } = useWords();
  const { room, hosts } = useView();
  if (room?.may_speak !== "raised") return null;
  const hands: readonly Hand[] = hosts.hands ?? [];
  return (
    <section className="sec">
      <div className="sec__head">
        <h2>{t.host.hands}</h2>
        {hands.length > 0 && <span className="count count--wait">{hands.length}</span>}
      </div>
      {hands.length === 0 && <p className="meta">{t.host.noHands}</p>}
      <ol className="hands" aria-live="polite">
        {hands.map((hand, index) => (
          <Row key={hand.participant} hand={hand} place={index + 1} />
        ))}
      </ol>
    </section>
  );
}

function Row({ hand, place }: { hand: Hand; place: number }): ReactElement {
  const { t, f } = useWords();
  const room = useRoom();
  const { me } = useView();
  const now = useNow();
  const { busy, error, run } = useDoing();
  const waits = f.clock((now - Date.parse(hand.raised_at)) / 1000);
  return (
    <li>
      <span className="meta">{place}</span>
      <div className="clip">
        <b className="strong">{hand.name}</b>
        <p className="meta clip">{error || [hand.company, waits].filter(Boolean).join(" · ")}</p>
      </div>
      {me?.role === "host" && (
        <Button
          look={place === 1 ? "primary" : "outline"}
          isPending={busy}
          onPress={() => void run(() => room.floor(hand.participant, true))}
        >
          {t.host.give}
        </Button>
      )}
    </li>
  );
}
