import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAround } from "./hooks";
import { Icon } from "./Icon";

interface ScrollProps {
  children: ComponentChildren;
  /** Changes when something is added at the end, or at the beginning. */
  first: string;
  last: string;
  hasOlder: boolean;
  onOlder: () => void;
  /** The end is in sight. */
  onEnd: () => void;
}

const NEAR = 80;

/** Stays at the end while one is there; keeps what one reads in its place when older things come. */
export function Scroll({ children, first, last, hasOlder, onOlder, onEnd }: ScrollProps) {
  const { t } = useAround();
  const box = useRef<HTMLElement>(null);
  const before = useRef({ first: "", height: 0, top: 0, atEnd: true });
  const [below, setBelow] = useState(false);

  const toEnd = (): void => {
    const { current } = box;
    if (current) current.scrollTop = current.scrollHeight;
  };
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const was = before.current;
    if (was.atEnd) {
      toEnd();
      onEnd();
    } else if (was.first !== first) current.scrollTop += current.scrollHeight - was.height;
    else setBelow(true);
    before.current = { ...was, first, height: current.scrollHeight };
  }, [first, last]);
  useEffect(() => {
    // The keyboard, a picture that arrives, a card that opens: the end stays the end.
    const watch = new ResizeObserver(() => before.current.atEnd && toEnd());
    watch.observe(box.current!);
    watch.observe(box.current!.firstElementChild!);
    return () => watch.disconnect();
  }, []);
  return (
    <main
      ref={box}
      class="scroll"
      tabIndex={-1}
      onScroll={({ currentTarget: at }) => {
        const was = before.current;
        // Who does not scroll up stays at the end, even if something grew in the meantime.
        const atEnd = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR || (was.atEnd && at.scrollTop >= was.top);
        before.current = { ...was, atEnd, height: at.scrollHeight, top: at.scrollTop };
        if (atEnd) {
          setBelow(false);
          onEnd();
        }
        if (at.scrollTop < NEAR && hasOlder) onOlder();
      }}
    >
      <div class="stream">
        {hasOlder && (
          <button class="btn btn--quiet older" type="button" onClick={onOlder}>
            {t.older}
          </button>
        )}
        {children}
      </div>
      {below && (
        <button class="btn below" type="button" onClick={toEnd}>
          <Icon name="down" small />
          {t.newer}
        </button>
      )}
    </main>
  );
}
