import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";

type Cards = typeof import("../cards");
let loaded: Cards | null = null;

export const loadCards = async (): Promise<Cards> => (loaded ??= await import("../cards"));

const AGAIN_MS = 3_000;

/** Draws with what comes in the cards' file; until it is there, `meanwhile` stands in its place. */
export function Later({ draw, meanwhile }: { draw: (cards: Cards) => ComponentChild; meanwhile: ComponentChild }) {
  const [cards, setCards] = useState(loaded);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (cards) return;
    let timer: ReturnType<typeof setTimeout>;
    loadCards().then(setCards, () => {
      timer = setTimeout(() => setTries((n) => n + 1), AGAIN_MS);
    });
    return () => clearTimeout(timer);
  }, [tries]);
  return <>{cards ? draw(cards) : meanwhile}</>;
}
