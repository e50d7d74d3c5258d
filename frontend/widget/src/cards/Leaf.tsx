import { useAround } from "../ui/hooks";

/** The day as a small leaf on the reader's own calendar: "3." over "Dez". */
export function Leaf({ at }: { at: string }) {
  const { lang } = useAround();
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(lang, options).format(new Date(at));
  return (
    <span class="date" aria-hidden="true">
      <b>
        {part({ day: "numeric" })}
        {lang === "de" && "."}
      </b>
      <span>{part({ month: "short" })}</span>
    </span>
  );
}
