"""A draft's sentence, taken apart: what it names, counts, dates, links to and promises."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from chat.assistant.guard import price
from chat.assistant.guard.claims import Promise, promises
from chat.assistant.guard.dates import When, dates
from chat.assistant.guard.figures import Figure, figures, with_units
from chat.assistant.guard.lines import Clause, clauses_of, mask
from chat.assistant.guard.links import Link, links
from chat.assistant.guard.names import Mention, Names
from chat.assistant.guard.text import clause_spans
from chat.assistant.types import Frame

_PRONOUN = re.compile(
    r"^(?:er|sie|es|dieser|dieses|diese|damit|dabei|dazu|it|they|this|that|its|seine?|ihr)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claimed:
    """`carried` are the products that the sentence before it was about."""

    text: str
    frame: Frame
    names: Names
    carried: frozenset[str]

    @property
    def language(self) -> str:
        return self.frame.language

    @cached_property
    def links(self) -> list[Link]:
        return links(self.text)

    @cached_property
    def mentions(self) -> list[Mention]:
        text = mask(self.text, [(link.start, link.end) for link in self.links])
        return self.names.find(text, clause_spans(self.text))

    @cached_property
    def as_of(self) -> list[re.Match[str]]:
        return list(price.AS_OF.finditer(self.text))

    @cached_property
    def _named(self) -> str:
        spans = [(link.start, link.end) for link in self.links]
        spans += [(m.start, m.end) for m in self.mentions if m.kind != "family"]
        spans += [(found.start(), found.end()) for found in self.as_of]
        return mask(self.text, spans)

    @cached_property
    def dates(self) -> list[When]:
        return dates(self._named)

    @cached_property
    def figures(self) -> list[Figure]:
        return with_units(figures(self._dated, self.language))

    @cached_property
    def _dated(self) -> str:
        return mask(self._named, [(when.start, when.end) for when in self.dates])

    @cached_property
    def rest(self) -> str:
        """What is left when all that is checked by itself is blotted out."""
        return mask(self._dated, [(figure.start, figure.end) for figure in self.figures])

    @cached_property
    def unread(self) -> bool:
        """Whether something that looks like a figure was read by nobody."""
        return any(unicodedata.category(char).startswith("N") for char in self.rest)

    @cached_property
    def promises(self) -> list[Promise]:
        return promises(self.text)

    @cached_property
    def clauses(self) -> list[Clause]:
        return clauses_of(self.rest.replace("\0", " "), self.language)

    @cached_property
    def products(self) -> frozenset[str]:
        """The products that the whole sentence is about."""
        named = frozenset(s for m in self.mentions if m.kind == "product" for s in m.skus)
        if named or not _PRONOUN.match(self.text):
            return named
        return self.carried

    def clause_at(self, position: int) -> Clause | None:
        """The clause around a position; the last one that starts before it."""
        before = [clause for clause in self.clauses if clause.start <= position]
        return before[-1] if before else None

    def products_at(self, position: int) -> frozenset[str]:
        """The products that a figure at this position is about: the last ones named before it."""
        clause = self.clause_at(position)
        named = [m for m in self.mentions if m.kind == "product"]
        inside = [m for m in named if clause and clause.start <= m.start < clause.end]
        before = [m for m in named if m.start < position]
        if inside:
            ahead = [m for m in inside if m.start < position]
            return (ahead[-1] if ahead else inside[0]).skus
        return before[-1].skus if before else self.products
