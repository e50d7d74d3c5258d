import { type ReactElement, useEffect, useRef, useState } from "react";
import { useNow } from "../model/context";
import { useWords } from "../texts";

/** Counts down to the beginning; read out at five minutes and at one only. */
export function Countdown({ to }: { to: string }): ReactElement {
  const { t, f } = useWords();
  const seconds = Math.max(0, Math.ceil((Date.parse(to) - useNow()) / 1000));
  const [said, setSaid] = useState("");
  const before = useRef(seconds);
  useEffect(() => {
    for (const minutes of [5, 1]) {
      if (before.current > minutes * 60 && seconds <= minutes * 60) setSaid(t.lobby.announce(minutes, f));
    }
    before.current = seconds;
  }, [seconds, t, f]);
  const days = Math.floor(seconds / 86_400);
  return (
    <>
      <span className="countdown" role="timer" aria-live="off">
        {days > 0 ? t.lobby.days(days, f) : f.clock(seconds)}
      </span>
      <span className="sr" role="status">
        {said}
      </span>
    </>
  );
}
