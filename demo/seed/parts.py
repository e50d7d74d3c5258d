"""Fills the demo company in. Safe to run again: a part whose sources are unchanged is skipped.

Parts, in order: `company` (site, staff, texts that they keep ready), `content` (the website's
pages), `history` (some weeks of conversations, made once and never again), `webinars` (one to join,
one to come, one that is over), `crm` (its connection and what was delivered to it).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.db import transaction

from demo.models import Seeded
from demo.seed import company, content, crm, history, webinars

HERE = Path(__file__).parent.parent

Tell = Callable[[str], None]


def run(tell: Tell = lambda line: None) -> list[str]:
    """Fill in what is missing; gives the names of the parts that were filled in."""
    done = dict(Seeded.objects.values_list("part", "fingerprint"))
    filled = []
    for part, sources, fill in PARTS:
        mark = fingerprint(sources())
        if done.get(part) == mark:
            continue
        tell(f"  {part}")
        with transaction.atomic():
            fill()
            mark = fingerprint(sources())  # some look at what is there
            Seeded.objects.update_or_create(part=part, defaults={"fingerprint": mark})
        filled.append(part)
    return filled


def fingerprint(sources: Iterable[str | Path]) -> str:
    """Changes when one of the files (name or content) or words does."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(str(source).encode() + b"\0")
        if isinstance(source, Path):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _company() -> Iterator[str | Path]:
    yield HERE / "company.toml"
    yield from company.depends_on()


def _content() -> Iterator[str | Path]:
    yield from sorted((HERE / "texts").rglob("*.*"))


def _history() -> Iterator[str | Path]:
    yield "once"


def _webinars() -> Iterator[str | Path]:
    yield webinars.FILE
    yield from webinars.depends_on()


def _crm() -> Iterator[str | Path]:
    yield crm.port()


PARTS: tuple[tuple[str, Callable[[], Iterable[str | Path]], Callable[[], object]], ...] = (
    ("company", _company, company.fill),
    ("content", _content, content.fill),
    ("history", _history, history.fill),
    ("webinars", _webinars, webinars.fill),
    ("crm", _crm, crm.fill),
)
