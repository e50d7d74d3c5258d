"""Evidence cut into lines: sentences with what each names, counts, and is about."""

import re
from dataclasses import dataclass
from functools import cached_property

from chat.assistant.guard import concepts
from chat.assistant.guard.dates import When, dates
from chat.assistant.guard.figures import Figure, figures, with_units
from chat.assistant.guard.links import Link, links
from chat.assistant.guard.names import Mention, Names
from chat.assistant.guard.text import clause_spans, sentences, stems, tidy
from chat.assistant.guard.vocabulary import NEGATIONS
from chat.assistant.types import Evidence

#: Words in content or messages that speak to a machine instead of a customer.
_ORDERS = re.compile(
    r"\b(?:ignor\w+ (?:\w+ ){0,3}(?:instruction|anweisung|vorgabe|regel|rule|previous)\w*"
    r"|disregard (?:\w+ ){0,3}(?:instruction|rule)\w*|vergiss (?:\w+ ){0,3}anweisung\w*"
    r"|system ?prompt|you are (?:now )?(?:an?|the) (?:\w+ )?(?:assistant|ai|bot|model)"
    r"|du bist (?:jetzt |nun )?(?:ein|der|die) (?:\w+ )?(?:assistent|ki|bot|modell)\w*"
    r"|as an ai|language model|sprachmodell|antworte (?:immer|nur|stets|mit)|answer (?:only|always)"
    r"|respond (?:only|with)|new instructions?|neue anweisung\w*|override|jailbreak"
    r"|(?:assistant|system|user|ai|ki|bot)\s*:)",
    re.IGNORECASE,
)


_TURNS = re.compile(
    r"^(?:was|wofür|what)\b(?!.*\b(?:und|and)\b).*\b(?:nicht|nie|niemals|not|never|don't)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """One sentence of a source. `skus` are the products it speaks of, explicitly or by its page.

    `named` are those that it names itself; `context` are the stems of title and section.
    """

    evidence: Evidence
    text: str
    masked: str
    mentions: tuple[Mention, ...]
    named: frozenset[str]
    skus: frozenset[str]
    context: frozenset[str]

    @cached_property
    def turned(self) -> bool:
        """Whether its heading turns round what it says: "Was Sie nicht tun"."""
        return turns(self.evidence.section)

    @cached_property
    def figures(self) -> list[Figure]:
        text = mask(self.masked, [(when.start, when.end) for when in self.dates])
        return with_units(figures(text, self.evidence.language))

    @cached_property
    def dates(self) -> list[When]:
        return dates(self.masked)

    @cached_property
    def links(self) -> list[Link]:
        return links(self.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        return stems(self.text, self.evidence.language)

    @cached_property
    def clauses(self) -> list["Clause"]:
        bare = mask(self.masked, [(f.start, f.end) for f in self.figures]).replace("\0", " ")
        return clauses_of(bare, self.evidence.language)

    @cached_property
    def concepts(self) -> frozenset[str]:
        return frozenset(idea for clause in self.clauses for idea in clause.concepts)

    @cached_property
    def families(self) -> frozenset[str]:
        return frozenset(s for m in self.mentions if m.kind == "family" for s in m.skus)


@dataclass(frozen=True, slots=True)
class Clause:
    start: int
    end: int
    text: str
    stems: frozenset[str]
    concepts: frozenset[str]
    negated: bool


def clauses_of(text: str, language: str) -> list[Clause]:
    return [
        Clause(
            start,
            end,
            text[start:end],
            stems(text[start:end], language),
            concepts.of_text(text[start:end]),
            negations(text[start:end]) % 2 == 1,
        )
        for start, end in clause_spans(text)
    ]


def turns(heading: str) -> bool:
    """Whether a heading turns round what stands below it: "Was Sie nicht tun"."""
    return _TURNS.match(heading) is not None


def negations(text: str) -> int:
    return sum(word in NEGATIONS for word in re.findall(r"[\w'’]+", text.lower()))


def mask(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with spans blotted out (NUL), so that nothing in them is read a second time."""
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def lines_of(evidence: Evidence, names: Names) -> list[Line]:
    """The lines of a passage. What speaks to a machine is left out: it says nothing of products."""
    if evidence.live is not None:
        return []
    found: list[Line] = []
    head = f"{evidence.title} {evidence.section}"
    context = stems(head, evidence.language)
    in_head = frozenset(sku for m in names.find(head, []) if m.kind == "product" for sku in m.skus)
    before: frozenset[str] = frozenset()
    for text in sentences(tidy(evidence.quote)):
        if orders(text):
            continue
        mentions = tuple(names.find(text, clause_spans(text)))
        named = frozenset(s for m in mentions if m.kind == "product" for s in m.skus)
        about = named or before or in_head or frozenset(evidence.skus)
        taken = [(m.start, m.end) for m in mentions if m.kind != "family"]
        taken += [(link.start, link.end) for link in links(text)]
        found.append(Line(evidence, text, mask(text, taken), mentions, named, about, context))
        # A sentence goes on about what the one before it named, except on a product's own page.
        before = frozenset(evidence.skus) or named or before
    return found


def orders(text: str) -> bool:
    """Whether a text gives orders to a machine."""
    return _ORDERS.search(text) is not None
