"""The guard itself: one sentence after the other, against what it cites."""

import re

from chat.assistant.guard import courtesy, matching, price, words
from chat.assistant.guard.claimed import Claimed
from chat.assistant.guard.claims import availability, promises
from chat.assistant.guard.dates import agrees
from chat.assistant.guard.lines import Line, lines_of, orders
from chat.assistant.guard.links import normal, without_fragment
from chat.assistant.guard.live import Lives
from chat.assistant.guard.names import Names, names_of
from chat.assistant.guard.text import mixed_scripts, sentences, tidy, unmarked
from chat.assistant.types import Evidence, Frame, Proposed, Reason, Sentence, Slot

#: Longest sentence in characters, and most sentences, that are looked at.
LONGEST = 600
MOST = 16
#: Kinds of promise that a question or a courtesy may hold: they promise nothing there.
_HARMLESS = frozenset({"all", "only", "more", "less", "longer", "shorter", "outdoors", "indoors"})


def check(proposed: list[Proposed], evidence: list[Evidence], frame: Frame) -> list[Sentence]:
    """Every sentence of a draft, each as it stands or struck with a reason.

    A sentence stands when everything in it that can be wrong is borne out by the sources that it
    cites: figures, prices, points in time, products, links, promises, and its words. Prices come
    out as the live source says them, with their time.
    """
    guard = _Guard(evidence, frame)
    found: list[Sentence] = []
    for one in proposed:
        text, marks = unmarked(tidy(one.text[: 20 * LONGEST]))
        sources = tuple(dict.fromkeys((*one.sources, *marks)))
        for piece in sentences(text):
            if len(found) == MOST:
                return found
            found += guard.judge(piece, sources)
    return found


class _Guard:
    def __init__(self, evidence: list[Evidence], frame: Frame) -> None:
        self.frame = frame
        self.names: Names = names_of(frame.products)
        self.evidence = {e.n: e for e in evidence}
        self.lines = {e.n: lines_of(e, self.names) for e in evidence}
        self.carried: frozenset[str] = frozenset()

    def judge(self, text: str, sources: tuple[int, ...]) -> list[Sentence]:
        """The sentence; a leading yes or no is a sentence of its own, and struck."""
        answer, rest = courtesy.yes_no(text)
        found = [Sentence(answer, sources, True, Reason("yes_no"))] if answer else []
        if not rest:
            return found
        claimed = Claimed(rest, self.frame, self.names, self.carried)
        lives = Lives([self.evidence[n] for n in sources if n in self.evidence])
        reason = self._reason(claimed, sources, lives)
        self.carried = claimed.products or self.carried
        if reason is not None:
            return [*found, Sentence(rest, sources, True, reason)]
        return [*found, _rendered(claimed, sources, lives)]

    def _reason(self, claimed: Claimed, sources: tuple[int, ...], lives: Lives) -> Reason | None:
        text = claimed.text
        if len(text) > LONGEST:
            return Reason("too_long")
        if mixed_scripts(text) or claimed.unread:
            return Reason("odd")
        if orders(text):
            return Reason("order")
        if any(n not in self.evidence for n in sources):
            return Reason("unknown_source")
        lines = [line for n in sources for line in self.lines[n]]
        silent = courtesy.asks(text) or courtesy.courteous(claimed.rest, self.frame.person)
        return (
            self._links(claimed, sources, lines)
            or self._products(claimed, lines, lives)
            or lives.wrong_time(claimed)
            or self._dates(claimed, lines)
            or self._figures(claimed, lines, lives)
            or self._promises(claimed, lines, lives, silent)
            or words.unknown_name(claimed, lines, lives.stems(self.frame.language))
            or (None if silent else self._words(claimed, sources, lines, lives))
        )

    def _links(
        self, claimed: Claimed, sources: tuple[int, ...], lines: list[Line]
    ) -> Reason | None:
        known = {link.value for line in lines for link in line.links}
        for source in (self.evidence[n] for n in sources if self.evidence[n].url):
            whole = normal(source.url)
            known |= {whole, without_fragment(whole)}
        for link in claimed.links:
            if link.value not in known:
                return Reason("link", link.raw)
        return None

    def _products(self, claimed: Claimed, lines: list[Line], lives: Lives) -> Reason | None:
        told = frozenset(s for line in lines for s in line.skus | line.named)
        told |= {live.sku for live in lives.by_n.values()}
        for mention in claimed.mentions:
            if mention.kind in ("unknown", "code"):
                if not any(_says(f"{x.text} {x.evidence.title}", mention.raw) for x in lines):
                    code = "name" if mention.kind == "code" else "unknown_product"
                    return Reason(code, mention.raw)
            elif mention.kind == "product" and not mention.skus & told:
                return Reason("other_product", mention.raw)
        return None

    @staticmethod
    def _dates(claimed: Claimed, lines: list[Line]) -> Reason | None:
        for when in claimed.dates:
            if not any(agrees(when.key, known.key) for line in lines for known in line.dates):
                return Reason("when", when.raw)
        return None

    @staticmethod
    def _figures(claimed: Claimed, lines: list[Line], lives: Lives) -> Reason | None:
        for figure in claimed.figures:
            if figure.money:
                reason = lives.price(figure, claimed)[0]
            else:
                said = lives.figure(figure, claimed)
                if not isinstance(said, str):
                    reason = said
                else:
                    reason = matching.unsupported(figure, claimed, lines)
            if reason is not None:
                return reason
        return None

    @staticmethod
    def _promises(claimed: Claimed, lines: list[Line], lives: Lives, silent: bool) -> Reason | None:
        stocked = lives.availability(claimed)
        if stocked == "":
            said = availability(claimed.text)
            known = [availability(line.text) for line in lines]
            if said is not None and not any(k is not None and k[0] is said[0] for k in known):
                return Reason("stock", said[1])
        elif isinstance(stocked, Reason):
            return stocked
        told = {promise.kind for line in lines for promise in promises(line.text)}
        told |= {"tax out"} if lives.by_n else set()
        told |= {"at once"} if availability(claimed.text) and lives.used else set()
        told |= _HARMLESS if silent else set()
        for promise in claimed.promises:
            if promise.kind not in told:
                return Reason("promise", promise.raw)
        return None

    def _words(
        self, claimed: Claimed, sources: tuple[int, ...], lines: list[Line], lives: Lives
    ) -> Reason | None:
        if not sources:
            return Reason("no_source")
        live = lives.stems(self.frame.language)
        return words.missing(claimed, lines, live) or words.turned_round(claimed, lines)


def _says(text: str, raw: str) -> bool:
    """Whether a text has a code, whatever blank or hyphen stands in it."""
    parts = [re.escape(part) for part in re.findall(r"[^\W\d_]+|\d+", raw)]
    return re.search(rf"(?<!\w){r'[ -]?'.join(parts)}(?!\w)", text, re.IGNORECASE) is not None


def _rendered(claimed: Claimed, sources: tuple[int, ...], lives: Lives) -> Sentence:
    """The sentence with its prices as the live source says them, each live figure with its time."""
    cuts: list[tuple[int, int, int]] = [(m.start(), m.end(), 0) for m in claimed.as_of]
    for figure in claimed.figures:
        if figure.money:
            cuts.append((figure.start, figure.end, lives.price(figure, claimed)[1]))
    text, at, slots = "", 0, []
    for start, end, n in sorted(cuts):
        text += claimed.text[at:start]
        at = end
        if n:
            shown = price.priced(lives.by_n[n], claimed.frame)
            slots.append(Slot(len(text), len(text) + len(shown), n, "price"))
            text += shown
    text += claimed.text[at:]
    timed = {slot.n for slot in slots}
    for n in sorted(lives.used - timed):
        body = text.rstrip(".!")
        end_sign = text[len(body) :]
        shown = price.as_of(lives.by_n[n], claimed.frame)
        slots.append(Slot(len(body) + 1, len(body) + 1 + len(shown), n, "as_of"))
        text = f"{body} {shown}{end_sign}"
    return Sentence(text, sources, live=tuple(sorted(lives.used)), slots=tuple(slots))
