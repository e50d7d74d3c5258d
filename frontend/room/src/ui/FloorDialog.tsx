import { type ReactElement, useEffect, useRef, useState } from "react";
import { Button } from "../../../shared/ui/Button";
import { Modal } from "../../../shared/ui/Modal";
import { useMedia, useView } from "../model/context";
import { useWords } from "../texts";

/** Asks before anything is sent, when a host gives the floor; says when it was taken back. */
export function FloorDialog(): ReactElement {
  const { t } = useWords();
  const { me } = useView();
  const { media } = useMedia();
  const may = (me?.may_publish?.length ?? 0) > 0 && me?.role === "attendee";
  const [asks, setAsks] = useState(false);
  const [said, setSaid] = useState("");
  const had = useRef(may);

  useEffect(() => {
    if (may && !had.current) {
      setAsks(true);
      setSaid("");
    }
    if (!may && had.current) {
      setAsks(false);
      setSaid(t.floor.taken);
      const timer = setTimeout(() => setSaid(""), 8_000);
      had.current = may;
      return () => clearTimeout(timer);
    }
    had.current = may;
    return undefined;
  }, [may, t]);

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
        title={t.floor.title}
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
        <p>{t.floor.text}</p>
      </Modal>
      <p className={said ? "strip" : "sr"} role="status">
        {said}
      </p>
    </>
  );
}
