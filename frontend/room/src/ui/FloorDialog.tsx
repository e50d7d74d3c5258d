import { type ReactElement, useEffect, useRef, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Modal } from "../../../common/ui/Modal";
import { useMedia, useView } from "../model/context";
import { useWords } from "../texts";

/** So long stands that the floor was taken back, ms. */
const SAID_MS = 8_000;

/**
 * Asks before anything is sent: on entering a meeting, and when a host gives the floor. Says when the
 * floor was taken back.
 */
export function FloorDialog(): ReactElement {
  const { t } = useWords();
  const { room, me } = useView();
  const { media } = useMedia();
  const all = room?.may_speak === "all";
  const may = (me?.may_publish?.length ?? 0) > 0 && (all || me?.role === "attendee");
  const [asks, setAsks] = useState(all && may);
  const [said, setSaid] = useState("");
  const had = useRef(may);

  const live = room?.state === "live";

  useEffect(() => {
    if (may === had.current) return;
    had.current = may;
    setAsks(may);
    setSaid(!may && live ? t.floor.taken : "");
  }, [may, live, t]);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(""), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);

  const speak = (camera: boolean): void => {
    setAsks(false);
    void media?.turn("microphone", true);
    if (camera) void media?.turn("camera", true);
    setSaid("");
  };
  return (
    <>
      <Modal
        isOpen={asks}
        onClose={() => setAsks(false)}
        title={all ? t.floor.titleAll : t.floor.title}
        footer={
          <>
            <Button size="md" look="quiet" onPress={() => setAsks(false)}>
              {t.floor.notNow}
            </Button>
            <Button size="md" onPress={() => speak(false)}>
              {t.floor.voice}
            </Button>
            <Button size="md" look="primary" onPress={() => speak(true)} autoFocus>
              {t.floor.both}
            </Button>
          </>
        }
      >
        <p>{all ? t.floor.textAll : t.floor.text}</p>
      </Modal>
      <p className={said ? "strip" : "sr"} role="status">
        {said}
      </p>
    </>
  );
}
