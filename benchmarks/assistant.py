"""How many lies the guard strikes, and how many true sentences it lets stand.

Two sets. The constructed one (tests/chat/assistant/corpus) was written by hand, and the guard was
built against it: it has to be perfect there. The other is made here from the demo's own texts:
every sentence once as it stands, and once for each way of twisting it (the ways were known when the
guard was built, the sentences are drawn anew). A twisted sentence counts as caught when it is
struck. The peer is what a guard that only looks for numbers would do: each number of the sentence
stands somewhere in the cited passage.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import msgspec

from chat.assistant.guard import check
from chat.assistant.guard.lines import orders
from chat.assistant.guard.text import sentences, tidy
from chat.assistant.types import Evidence, Frame, KnownProduct, Proposed
from demo.catalogue import LANGUAGES, Catalogue, Language, load

NOW = datetime(2026, 11, 24, 13, 32, tzinfo=UTC)
#: Sentences of each language that are twisted.
SENTENCES = 400

Twist = Callable[[str, Evidence, "Texts", random.Random], str | None]


class Texts:
    """All passages of one language, numbered, and the frame in which they are checked."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self.language = language
        self.passages = [*_products(catalogue, language), *_articles(catalogue, language)]
        self.passages = [_numbered(e, n) for n, e in enumerate(self.passages, start=1)]
        self.frame = Frame(
            language,
            "Europe/Berlin",
            NOW,
            tuple(
                KnownProduct(p.sku, tuple(dict.fromkeys(p.text[x].name for x in LANGUAGES)))
                for p in catalogue.products
            ),
        )

    def stands(self, text: str, source: Evidence) -> bool:
        found = check([Proposed(text, (source.n,))], [source], self.frame)
        return bool(found) and not any(sentence.struck for sentence in found)


def run(house: object = None) -> dict[str, Any]:
    """Shares, each of 1: `guard_*` of the texts' own sentences, `corpus_*` of the written set."""
    catalogue = load()
    true: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    peer: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for language in LANGUAGES:
        texts = Texts(catalogue, language)
        chance = random.Random(20)
        for text, source in islice(_sample(texts, chance), SENTENCES):
            true["all"] += 1
            true["stood"] += texts.stands(text, source)
            for name, twist in TWISTS.items():
                lie = twist(text, source, texts, chance)
                if lie is None or lie == text:
                    continue
                cited = _other(source, texts, chance) if name == "wrong_source" else source
                made[name] += 1
                caught[name] += not texts.stands(lie, cited)
                peer[name] += not _numbers_stand(lie, cited)
    figures: dict[str, Any] = {
        "guard_true_kept": round(true["stood"] / true["all"], 3),
        "guard_lies": made.total(),
        "guard_lies_struck": round(caught.total() / made.total(), 3),
        "guard_peer_lies_struck": round(peer.total() / made.total(), 3),
    }
    for name in TWISTS:
        figures[f"guard_struck_{name}"] = round(caught[name] / made[name], 3)
    if house is not None:
        from benchmarks import drafting

        figures |= drafting.run()
    return figures | _corpus()


def _corpus() -> dict[str, Any]:
    from tests.chat.assistant import material

    outcome: Counter[tuple[str, bool]] = Counter()
    for language in LANGUAGES:
        evidence, frame = list(material.sources(language)), material.frame(language)
        for kind in ("lies", "honest"):
            for entry in material.drafts(kind, language):
                found = check([Proposed(entry["text"], tuple(entry["cites"]))], evidence, frame)
                outcome[kind, any(sentence.struck for sentence in found)] += 1
    lies = outcome["lies", True] + outcome["lies", False]
    honest = outcome["honest", True] + outcome["honest", False]
    return {
        "corpus_lies": lies,
        "corpus_lies_struck": round(outcome["lies", True] / lies, 3),
        "corpus_honest": honest,
        "corpus_honest_kept": round(outcome["honest", False] / honest, 3),
    }


def _sample(texts: Texts, chance: random.Random) -> Iterator[tuple[str, Evidence]]:
    found = [
        (line, passage)
        for passage in texts.passages
        for line in sentences(tidy(passage.quote))
        if line.endswith(".") and line[0].isupper() and len(line.split()) > 4 and not orders(line)
    ]
    chance.shuffle(found)
    yield from found


def _numbers_stand(text: str, source: Evidence) -> bool:
    known = set(re.findall(r"\d[\d.,]*\d|\d", source.quote))
    return all(number in known for number in re.findall(r"\d[\d.,]*\d|\d", text))


# --- ways of twisting a sentence; None where it has nothing to twist ----------------------------


def _number(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    found = list(re.finditer(r"(?<![\w.,-])\d+(?![\w-])(?![.,]\d)", text))
    if not found:
        return None
    at = chance.choice(found)
    return text[: at.start()] + str(int(at[0]) + chance.randint(1, 9)) + text[at.end() :]


def _neighbour(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    """A figure of the same unit that the same passage says of something else."""
    pattern = r"(?<![\w.,-])(\d[\d.,]*) (kg|mm|Minuten|minutes|%|Jahre|years|Werktage|m)\b"
    mine = re.search(pattern, text)
    if mine is None:
        return None
    others = [m[1] for m in re.finditer(pattern, source.quote) if m[2] == mine[2]]
    others = [one for one in others if one not in text]
    if not others:
        return None
    return text[: mine.start(1)] + chance.choice(others) + text[mine.end(1) :]


def _unit(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    swaps = {
        "kg": "t", "mm": "cm", "Minuten": "Stunden", "minutes": "hours", "Jahre": "Monate",
        "years": "months", "Werktage": "Tage", "Stunden": "Tage", "hours": "days", "%": "kg",
        "Wochen": "Tage", "weeks": "days", "bar": "kPa",
    }  # fmt: skip
    found = re.search(rf"(?<=\d )({'|'.join(map(re.escape, swaps))})(?!\w)", text)
    return None if found is None else text[: found.start()] + swaps[found[1]] + text[found.end() :]


def _bound(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    swaps = {"mindestens": "höchstens", "höchstens": "mindestens", "at least": "at most",
             "at most": "at least", "up to": "at least", "bis zu": "mindestens"}  # fmt: skip
    found = re.search(rf"\b({'|'.join(swaps)})(?= \d)", text)
    return None if found is None else text[: found.start()] + swaps[found[1]] + text[found.end() :]


def _product(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    names = [product.names[0] for product in texts.frame.products]
    if texts.language == "en":
        names = [product.names[-1] for product in texts.frame.products]
    mine = next((n for n in sorted(names, key=len, reverse=True) if n in text), None)
    others = [n for n in names if n not in source.quote and n not in source.title]
    return None if mine is None else text.replace(mine, chance.choice(others))


def _variant(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    found = re.search(r"\b[A-Z]{2} \d{2,4}\b", text)
    if found is None:
        return None
    return text[: found.end()] + chance.choice([" Pro", " Plus", " XL"]) + text[found.end() :]


def _negated(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    for pattern, other in (
        (r"\bnicht ", ""), (r"\bkeine\b", "eine"), (r"\bkein\b", "ein"), (r"\bkeinen\b", "einen"),
        (r"\bnot ", ""), (r"\bno\b", "a"), (r"\bis\b", "is not"), (r"\bcan\b", "cannot"),
        (r"\bist\b", "ist nicht"), (r"\bsind\b", "sind nicht"), (r"\bkann\b", "kann nicht"),
    ):  # fmt: skip
        if re.search(pattern, text):
            return re.sub(pattern, other, text, count=1)
    return None


def _promise(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    german = [", und das kostenlos.", ", garantiert.", ", mit 10 Jahren Garantie.",
              ", TÜV-zertifiziert.", ", inklusive Rabatt."]  # fmt: skip
    english = [", free of charge.", ", guaranteed.", ", with a 10-year guarantee.", ", certified.",
               ", including a discount."]  # fmt: skip
    return text[:-1] + chance.choice(english if texts.language == "en" else german)


def _invented(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    german = [" und lässt sich per App steuern.", " und spart die Hälfte der Energie.",
              " und wird in Italien gebaut.", " und hat schon viele Preise gewonnen."]  # fmt: skip
    english = [" and can be controlled by an app.", " and saves half of the energy.",
               " and is built in Italy.", " and has won many awards."]  # fmt: skip
    return text[:-1] + chance.choice(english if texts.language == "en" else german)


def _price(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    amount = f"{chance.randint(1, 9)}.{chance.randint(100, 999)}"
    if texts.language == "en":
        return f"{text[:-1]} and costs €{amount.replace('.', ',')}.00."
    return f"{text[:-1]} und kostet {amount},00 €."


def _when(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    german = [", und zwar bis Freitag.", ", ab morgen.", ", seit dem 3. März.", ", um 14:30 Uhr."]
    english = [", by Friday.", ", from tomorrow.", ", since March 3.", ", at 2:30 pm."]
    return text[:-1] + chance.choice(english if texts.language == "en" else german)


def _as_it_is(text: str, source: Evidence, texts: Texts, chance: random.Random) -> str | None:
    return text + " "  # the sentence is true, its source is not


TWISTS: dict[str, Twist] = {
    "number": _number,
    "neighbouring_number": _neighbour,
    "unit": _unit,
    "bound": _bound,
    "product": _product,
    "variant": _variant,
    "negation": _negated,
    "promise": _promise,
    "invention": _invented,
    "price": _price,
    "date": _when,
    "wrong_source": _as_it_is,
}


# --- the demo's texts as evidence --------------------------------------------------------------


def _other(source: Evidence, texts: Texts, chance: random.Random) -> Evidence:
    others = [e for e in texts.passages if e.title != source.title]
    return chance.choice(others)


def _numbered(source: Evidence, n: int) -> Evidence:
    return msgspec.structs.replace(source, n=n)


def _products(catalogue: Catalogue, language: Language) -> Iterator[Evidence]:
    for product in catalogue.products:
        text = product.text[language]
        facts = "\n".join(f"{label}: {value}" for label, value in text.facts)
        data = "Technical data" if language == "en" else "Technische Daten"
        for section, quote in [(data, facts), *_sections(text.body)]:
            yield Evidence(
                0,
                "product",
                text.name,
                section,
                quote=quote,
                language=language,
                skus=(product.sku,),
            )


def _articles(catalogue: Catalogue, language: Language) -> Iterator[Evidence]:
    for article in catalogue.articles:
        text = article.text[language]
        for section, quote in _sections(text.body):
            yield Evidence(0, "page", text.title, section, quote=quote, language=language)


def _sections(body: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^##+ ", body, flags=re.MULTILINE):
        heading, _, rest = part.partition("\n")
        lines = [line.removeprefix("- ") for line in rest.splitlines() if line.strip()]
        if lines:
            yield heading.strip(), "\n".join(lines)


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=1))
