import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { Announcer } from "./Announcer";
import { ItemRow } from "./ItemRow";
import type { Conversation } from "./useConversation";
import { useStaysAtEnd } from "./useStaysAtEnd";

/** Closer to the end than this counts as being there, px. */
const NEAR = 80;
/** So much above what is visible is loaded ahead, px. */
const AHEAD = 400;

/** The conversation itself: opens at its end, stays there, loads what is older when scrolled up. */
export function Talk({ talk }: { talk: Conversation }): ReactElement {
  const texts = useText().talk;
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const { items, publicLog, internalLog, stream } = talk;

  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 72,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 8,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: NEAR,
  });

  const opened = talk.ready && items.length > 0;
  useEffect(() => {
    if (opened) virtual.scrollToEnd();
  }, [opened, virtual]);

  // The draft, the keyboard, a longer answer: what makes the area smaller must not cover its end.
  useStaysAtEnd(scroller, atEnd, virtual.scrollToEnd);

  // What was written by oneself is always brought into view.
  const pending = publicLog?.pending.length ?? 0;
  useEffect(() => {
    if (pending > 0) virtual.scrollToEnd();
  }, [pending, virtual]);

  const older = (): void => {
    if (!stream) return;
    if (publicLog?.hasOlder) stream.older(publicLog.id);
    else if (internalLog?.hasOlder) stream.older(internalLog.id);
  };

  // What came may leave the top still in view: then there is no scrolling to ask for more.
  const first = publicLog?.entries[0]?.seq ?? 0;
  const firstNote = internalLog?.entries[0]?.seq ?? 0;
  const ask = useRef(older);
  ask.current = older;
  useEffect(() => {
    const area = scroller.current;
    if (opened && area && area.scrollTop < AHEAD) ask.current();
  }, [opened, first, firstNote]);

  const head = publicLog?.head ?? 0;
  const loaded = publicLog?.entries.at(-1)?.seq ?? 0;
  useEffect(() => {
    const mark = (): void => {
      if (!stream || !publicLog || !atEnd || document.hidden || loaded === 0) return;
      if (talk.access === "answer" || publicLog.me) stream.read(publicLog.id, loaded);
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [stream, publicLog, loaded, head, atEnd, talk.access]);

  return (
    <div className="talk">
      <div
        className="talk__scroll"
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={texts.log}
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          setAtEnd(scrollHeight - scrollTop - clientHeight < NEAR);
          if (scrollTop < AHEAD) older();
        }}
      >
        {!talk.ready && <Ghost rows={4} />}
        <Rows virtual={virtual} talk={talk} />
      </div>
      {!atEnd && (
        <Button className="talk__end" icon="down" onPress={() => virtual.scrollToEnd({ behavior: "smooth" })}>
          {texts.jump}
        </Button>
      )}
      <Announcer log={publicLog} />
    </div>
  );
}

interface RowsProps {
  virtual: ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;
  talk: Conversation;
}

function Rows({ virtual, talk }: RowsProps): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  const total = virtual.getTotalSize();
  useEffect(() => {
    list.current?.style.setProperty("height", `${total}px`);
  }, [total]);
  return (
    <div className="talk__list" ref={list}>
      {virtual.getVirtualItems().map((row) => {
        const item = talk.items[row.index];
        if (!item) return null;
        return (
          <div
            key={row.key}
            ref={virtual.measureElement}
            data-index={row.index}
            className="talk__row"
            style={{ transform: `translateY(${row.start}px)` }}
          >
            <ItemRow item={item} talk={talk} />
          </div>
        );
      })}
    </div>
  );
}
