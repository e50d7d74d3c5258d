"""Products, article numbers and codes that a text names, held against the known products."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from chat.assistant.guard.vocabulary import listed
from chat.assistant.types import KnownProduct

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_CODE = re.compile(
    r"(?<![\w-])(?P<letters>[A-ZÄÖÜ]{1,5})[ -]?(?P<digits>\d{1,5})(?P<tail>[A-Z]{0,2})\b(?![.,]\d)"
)
_SKU = re.compile(r"(?<![\w.,-])\d{2,}-\d{2,}[A-Za-z]{0,2}\b(?!-)")
_NO_CODE = frozenset(listed("EUR USD CHF GBP PLN KW Q A V W"))
#: Words that make a variant of whatever they follow.
_VARIANTS = frozenset(
    listed(
        "plus pro max xl xxl xs mini duo trio light lite eco premium turbo neo ultra basic comfort "
        "deluxe sport ii iii iv evo next prime edition hybrid compact kompakt smart advanced"
    )
)


_VARIANT_AFTER = re.compile(r"[ -]([A-Z]\w*)")


@dataclass(frozen=True, slots=True)
class Mention:
    """`skus` are the products that may be meant; none for a code (which evidence must hold).

    `unknown` is a product, a variant or an article number that does not exist.
    """

    start: int
    end: int
    raw: str
    kind: Literal["product", "family", "code", "unknown"]
    skus: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Name:
    sku: str
    tokens: tuple[str, ...]
    core: int  # index of the letters of "VH 250"; -1 when there is no such pair


class Names:
    """The known products' names, as they can stand in a sentence."""

    def __init__(self, products: tuple[KnownProduct, ...]) -> None:
        self._cores: dict[tuple[str, str], list[_Name]] = {}
        self._whole: list[_Name] = []
        self._suffixes: set[str] = set()
        self._skus = {product.sku.upper(): product.sku for product in products}
        self._families: dict[tuple[str, ...], set[str]] = {}
        for product in products:
            for name in product.names:
                self._add(product.sku, tuple(t.lower() for t in _TOKEN.findall(name)))

    def _add(self, sku: str, tokens: tuple[str, ...]) -> None:
        core = next(
            (i for i in range(len(tokens) - 1) if tokens[i].isalpha() and tokens[i + 1].isdigit()),
            -1,
        )
        name = _Name(sku, tokens, core)
        if core < 0:
            self._whole.append(name)
            return
        self._cores.setdefault((tokens[core], tokens[core + 1]), []).append(name)
        self._suffixes.update(t for t in tokens[core + 2 :] if t.isalpha() and len(t) > 1)
        if core and len("".join(tokens[:core])) >= 6:
            self._families.setdefault(tokens[:core], set()).add(sku)

    def find(self, text: str, clauses: list[tuple[int, int]]) -> list[Mention]:
        """All mentions, in order. `clauses` are the spans in which a variant may be named apart."""
        tokens = [(m.start(), m.end(), m[0].lower()) for m in _TOKEN.finditer(text)]
        found = [
            Mention(m.start(), m.end(), m[0], "product", frozenset({self._skus[m[0].upper()]}))
            if m[0].upper() in self._skus
            else Mention(m.start(), m.end(), m[0], "unknown")
            for m in _SKU.finditer(text)
        ]
        for at in range(len(tokens)):
            mention = self._product(text, tokens, at, clauses) or self._full(text, tokens, at)
            if mention is not None:
                _keep(found, mention)
        for match in _CODE.finditer(text):
            if match["letters"] not in _NO_CODE:
                variant = _VARIANT_AFTER.match(text, match.end())
                if variant and variant[1].lower() in _VARIANTS:
                    span = text[match.start() : variant.end()]
                    _keep(found, Mention(match.start(), variant.end(), span, "code"))
                    continue
                lone = (match["letters"].lower(), match["digits"])
                like = any(core[0] == lone[0] for core in self._cores)
                kind: Literal["unknown", "code"] = "unknown" if like else "code"
                _keep(found, Mention(match.start(), match.end(), match[0], kind))
        for at in range(len(tokens)):
            self._family(text, tokens, at, found)
        return sorted(found, key=lambda mention: mention.start)

    def _product(
        self, text: str, tokens: list[tuple[int, int, str]], at: int, clauses: list[tuple[int, int]]
    ) -> Mention | None:
        if at + 1 >= len(tokens) or not _near(text, tokens, at):
            return None
        names = self._cores.get((tokens[at][2], tokens[at + 1][2]))
        if not names:
            return None
        fits = [(self._fit(text, tokens, at, name), name) for name in names]
        most = max(fit[0] for fit, _ in fits)
        first, last = max((fit[1] for fit, _ in fits if fit[0] == most), key=lambda s: s[1] - s[0])
        start, end = tokens[first][0], tokens[last][1]
        own = {token for name in names for token in name.tokens}
        if self._odd_end(text, tokens, last, own):
            return Mention(start, tokens[last + 1][1], text[start : tokens[last + 1][1]], "unknown")
        here = {t[2] for t in tokens[first : last + 1]} | _apart(text, tokens, last, clauses)
        shown = {n: len(here & set(n.tokens[n.core + 2 :])) for n in names}
        named = [n for n in names if shown[n] == max(shown.values())]
        shortest = min(len(n.tokens) for n in named)
        chosen = [n for n in named if len(n.tokens) == shortest]
        return Mention(start, end, text[start:end], "product", frozenset(n.sku for n in chosen))

    @staticmethod
    def _fit(
        text: str, tokens: list[tuple[int, int, str]], at: int, name: _Name
    ) -> tuple[int, tuple[int, int]]:
        """How many tokens of the name stand around its core, and from where to where."""
        first, last = at, at + 1
        for token in reversed(name.tokens[: name.core]):
            if first == 0 or tokens[first - 1][2] != token or not _near(text, tokens, first - 1):
                break
            first -= 1
        for token in name.tokens[name.core + 2 :]:
            if (
                last + 1 >= len(tokens)
                or tokens[last + 1][2] != token
                or not _near(text, tokens, last)
            ):
                break
            last += 1
        return last - first + 1, (first, last)

    def _odd_end(
        self, text: str, tokens: list[tuple[int, int, str]], last: int, own: set[str]
    ) -> bool:
        """Whether something follows that would make it another product."""
        if last + 1 >= len(tokens) or not _near(text, tokens, last):
            return False
        start, end, token = tokens[last + 1]
        glued = start == tokens[last][1]
        if token.isdigit():
            return glued or text[start - 1] == "-"
        if glued:
            return True
        capital = text[start].isupper()
        return token in _VARIANTS or (
            capital and token not in own and (token in self._suffixes or end - start == 1)
        )

    def _full(self, text: str, tokens: list[tuple[int, int, str]], at: int) -> Mention | None:
        for name in self._whole:
            run = tokens[at : at + len(name.tokens)]
            if tuple(t[2] for t in run) == name.tokens:
                span = text[run[0][0] : run[-1][1]]
                return Mention(run[0][0], run[-1][1], span, "product", frozenset({name.sku}))
        return None

    def _family(
        self, text: str, tokens: list[tuple[int, int, str]], at: int, found: list[Mention]
    ) -> None:
        for family, skus in self._families.items():
            run = tokens[at : at + len(family)]
            if len(run) == len(family) and all(
                t[2] == f or (t[2].startswith(f) and len(t[2]) - len(f) <= 2)
                for t, f in zip(run, family, strict=True)
            ):
                start, end = run[0][0], run[-1][1]
                _keep(found, Mention(start, end, text[start:end], "family", frozenset(skus)))


def _apart(
    text: str,
    tokens: list[tuple[int, int, str]],
    last: int,
    clauses: list[tuple[int, int]],
) -> set[str]:
    """Tokens after the name that say which variant: "VH 250 Akku", "VH 250 mit Akku"."""
    at = tokens[last][1]
    end = next((c[1] for c in clauses if c[0] <= at <= c[1]), len(text))
    found: set[str] = set()
    for index in range(last + 1, len(tokens)):
        if tokens[index][0] >= end:
            break
        before = [t[2] for t in tokens[max(last, index - 2) : index]]
        if (index == last + 1 and _near(text, tokens, last)) or {"mit", "with", "als"} & set(
            before
        ):
            found.add(tokens[index][2])
    return found


def _near(text: str, tokens: list[tuple[int, int, str]], at: int) -> bool:
    return at + 1 < len(tokens) and text[tokens[at][1] : tokens[at + 1][0]] in ("", " ", "-")


def _keep(found: list[Mention], mention: Mention) -> None:
    if all(mention.end <= other.start or mention.start >= other.end for other in found):
        found.append(mention)


@lru_cache(maxsize=8)
def names_of(products: tuple[KnownProduct, ...]) -> Names:
    return Names(products)


def squeezed(text: str) -> str:
    """A code without blanks, hyphens and case, as codes are compared."""
    return re.sub(r"[\s-]", "", text).upper()
