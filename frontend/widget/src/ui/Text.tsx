import { useMemo } from "preact/hooks";
import { parts } from "../model/links";

/** What somebody wrote: line breaks are kept, addresses can be pressed, nothing is HTML. */
export function Text({ text }: { text: string }) {
  const found = useMemo(() => parts(text), [text]);
  return (
    <>
      {found.map((part) =>
        part.href ? (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
