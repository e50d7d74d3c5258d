import type { ReactElement } from "react";

/** A text with the part that was searched for marked, wherever it stands first. */
export function Marked({ text, part }: { text: string; part: string }): ReactElement {
  const at = part ? text.toLocaleLowerCase().indexOf(part.toLocaleLowerCase()) : -1;
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + part.length)}</mark>
      {text.slice(at + part.length)}
    </>
  );
}
