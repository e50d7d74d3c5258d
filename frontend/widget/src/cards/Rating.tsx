import { useState } from "preact/hooks";
import { useAround } from "../ui/hooks";
import { Icon } from "../ui/Icon";

const STARS = [1, 2, 3, 4, 5];
const STAR = "m12 4 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z";

/** One to five, and a sentence if one likes. */
export function Rating({ log, seq, given }: { log: string; seq: number; given: number | null }) {
  const { visitor, t, f } = useAround();
  const [stars, setStars] = useState(0);
  const [text, setText] = useState("");
  const [error, setError] = useState("");
  const [sent, setSent] = useState(0);
  const result = given ?? sent;
  if (result) {
    return (
      <p class="card done" role="status">
        <Icon name="check" small />
        {t.rated(f.number(result))}
      </p>
    );
  }
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await visitor.act(log, seq, "rating.give", { stars, text: text.trim() });
      setSent(stars);
    } catch (problem) {
      setError((problem as Error).message || t.failed);
    }
  };
  return (
    <form class="card form" onSubmit={(event) => void send(event)}>
      <fieldset class="stars">
        <legend class="form__title">{t.rate}</legend>
        {STARS.map((n) => (
          <label key={n} class={n <= stars ? "star star--on" : "star"}>
            <input class="sr" type="radio" name={`stars-${seq}`} checked={n === stars} onChange={() => setStars(n)} />
            <Icon path={STAR} />
            <span class="sr">{t.star(n)}</span>
          </label>
        ))}
      </fieldset>
      {stars > 0 && (
        <>
          <textarea
            class="input input--area"
            rows={2}
            maxLength={1000}
            value={text}
            aria-label={t.rateText}
            placeholder={t.rateText}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button class="btn btn--primary" type="submit">
            {t.sendRating}
          </button>
        </>
      )}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </form>
  );
}
