import { useEffect, useRef, useState } from "preact/hooks";
import type { ConversationState, QueuePlace } from "../../../common/client";
import { when } from "../model/when";
import { useAround, useNow } from "./hooks";
import { Icon } from "./Icon";

const MOST_SEGMENTS = 8;

/** While nobody answers yet: the place and the time, or the hours; and a way not to wait. */
export function Waiting({ state, onMail }: { state: ConversationState; onMail: () => void }) {
  const { t, f } = useAround();
  const mail = (
    <button class="btn btn--wide" type="button" onClick={onMail}>
      <Icon name="mail" small />
      {t.byMail}
    </button>
  );
  if (!state.open) {
    return (
      <section class="waiting" role="status">
        <div class="waiting__top">
          <h2>{state.reopens_at ? t.outside(when(state.reopens_at, f, t, Date.now())) : t.outsideOpen}</h2>
          <p class="soft">{t.leaveMail}</p>
          {mail}
        </div>
      </section>
    );
  }
  if (!state.queue) return null;
  return (
    <>
      <Place queue={state.queue} />
      <div class="other">
        <p class="label">{t.ratherNot}</p>
        {mail}
      </div>
    </>
  );
}

function Place({ queue }: { queue: QueuePlace }) {
  const { visitor, t, f } = useAround();
  const now = useNow(() => visitor.now(), true);
  const since = useRef({ queue: null as QueuePlace | null, at: 0 });
  if (since.current.queue !== queue) since.current = { queue, at: now - queue.waited_s * 1000 };
  const waited = (now - since.current.at) / 1000;
  const [most, setMost] = useState(queue.place);
  useEffect(() => setMost((before) => Math.max(before, queue.place)), [queue.place]);

  const left = queue.estimate_s === null ? null : queue.estimate_s - waited;
  const nobody = queue.answering === 0;
  const expectation = nobody ? t.nobodyAnswers : left === null ? "" : left > 0 ? t.expect(left) : t.longer;
  const segments = Math.min(MOST_SEGMENTS, most);
  const ahead = Math.min(queue.ahead, segments - 1);
  const done = segments - 1 - ahead;
  return (
    <section class="waiting" aria-label={t.placeLabel}>
      <div class="waiting__top">
        <div role="status">
          <h2>{queue.place > 1 ? t.place(f.number(queue.place)) : nobody ? t.received : t.next}</h2>
          {expectation && <p class="soft">{expectation}</p>}
        </div>
        {segments > 1 && (
          <div class="places" role="img" aria-label={t.placesDone(done, queue.ahead)}>
            {Array.from({ length: segments }, (_, n) => (
              <i key={n} class={n < done ? "done" : n === segments - 1 ? "you" : ""} />
            ))}
          </div>
        )}
      </div>
      <dl class="plate">
        <div>
          <dt>{t.waitingSince}</dt>
          <dd>{f.clock(waited)}</dd>
        </div>
        <div>
          <dt>{t.ahead}</dt>
          <dd>{queue.ahead ? t.people(queue.ahead, f) : t.none}</dd>
        </div>
        {queue.estimate_s !== null && !nobody && (
          <div>
            <dt>{t.median}</dt>
            <dd>{f.clock(queue.estimate_s)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
