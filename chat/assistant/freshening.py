"""Live figures of a draft once more: the same words with prices and times as of now."""

import re
from collections.abc import Sequence

import msgspec

from chat.assistant import phrases
from chat.assistant.guard import check, price
from chat.assistant.types import Evidence, Frame, Live, LiveChange, LiveField, Proposed, Sentence


def renewed(
    sentences: Sequence[Sentence],
    evidence: Sequence[Evidence],
    fresh: dict[str, Live],
    wants: frozenset[str],
    frame: Frame,
) -> tuple[list[Sentence], list[Evidence]]:
    """The draft with what the ERP says now. `fresh` is by sku.

    A sentence whose live figure is still right keeps its words. One that is not (stock or delivery
    time changed, the price is gone) is replaced by a plain one, or struck where there is none.
    """
    now = [_with(source, fresh) for source in evidence]
    by_number = {source.n: source for source in now}
    out: list[Sentence] = []
    replaced: set[int] = set()
    for sentence in sentences:
        if sentence.struck or not sentence.live:
            out.append(sentence)
            continue
        again = check(
            [Proposed(_repriced(sentence, by_number, frame), sentence.sources)], now, frame
        )
        if not any(one.struck for one in again):
            out += again
            continue
        for n in sentence.live:
            live = by_number[n].live
            if n not in replaced and live is not None:
                replaced.add(n)
                out += [
                    one
                    for one in check(phrases.live(n, live, wants, frame), now, frame)
                    if not any(one.text == other.text for other in out)
                ]
        if not any(n in replaced for n in sentence.live):
            out += again
    return out, now


def changes(
    before: Sequence[Evidence], now: Sequence[Evidence], frame: Frame
) -> tuple[LiveChange, ...]:
    """Which live figures are others than when the draft was made, as they read."""
    found: list[LiveChange] = []
    for was, is_now in zip(before, now, strict=True):
        if was.live is None or is_now.live is None:
            continue
        old, new = _figures(was.live, frame), _figures(is_now.live, frame)
        for field, said in old.items():
            if said is not None and said != new[field]:
                found.append(LiveChange(was.live.sku, was.live.name, field, said, new[field]))
    return tuple(found)


def retold(
    text: str, before: Sequence[Evidence], now: Sequence[Evidence], frame: Frame
) -> tuple[str, bool]:
    """A text that somebody has changed, with its live prices as of now.

    Prices that the draft had are found however far they moved. The second value is False while one
    of them has no price any more.
    """
    there = True
    for was, is_now in zip(before, now, strict=True):
        if was.live is None or was.live.price is None or is_now.live is None:
            continue
        amount = re.escape(_money(was.live, frame) or "").replace(price.NBSP, r"\s")
        amount = amount.replace(r"\ ", r"\s")
        pattern = re.compile(rf"{amount}(?:{price.AS_OF.pattern.replace('(?P<time>', '(?:')})?")
        if not pattern.search(text):
            continue
        if is_now.live.price is None:
            there = False
            text = pattern.sub(price.on_request(frame.language), text)
        else:
            shown = price.priced(is_now.live, frame)
            text = pattern.sub(lambda _match, shown=shown: shown, text)  # type: ignore[misc]
    return text, there


def _with(source: Evidence, fresh: dict[str, Live]) -> Evidence:
    if source.live is None or source.live.sku not in fresh:
        return source
    return msgspec.structs.replace(source, live=fresh[source.live.sku])


def _repriced(sentence: Sentence, evidence: dict[int, Evidence], frame: Frame) -> str:
    """The sentence's words with the prices of now and without times: the guard adds those."""
    text = sentence.text
    for slot in sorted(sentence.slots, key=lambda one: -one.start):
        live = evidence[slot.n].live
        shown = (_money(live, frame) or "") if slot.kind == "price" and live else ""
        before = text[: slot.start]
        text = (before if shown else before.rstrip(" ")) + shown + text[slot.end :]
    return text


def _money(live: Live, frame: Frame) -> str | None:
    if live.price is None:
        return None
    return price.money(live.price, live.currency, frame.language)


def _figures(live: Live, frame: Frame) -> dict[LiveField, str | None]:
    return {
        "price": _money(live, frame),
        "stock": _count(live.stock),
        "delivery": _count(live.delivery_days),
    }


def _count(value: int | None) -> str | None:
    return None if value is None else str(value)
