"""The constructed set: sources, lies and honest drafts, as the guard takes them."""

import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from chat.assistant.types import Evidence, Frame, KnownProduct, Live

CORPUS = Path(__file__).parent / "corpus"
#: 14:32 in Berlin.
AS_OF = datetime(2026, 11, 24, 13, 32, tzinfo=UTC)
PRODUCTS = (
    KnownProduct("114-250", ("VH 250 Quattro",)),
    KnownProduct("114-250A", ("VH 250 Quattro Akku", "VH 250 Quattro Battery")),
    KnownProduct("114-500F", ("VH 500 Flex",)),
    KnownProduct("114-150H", ("VH 150 Holz", "VH 150 Wood")),
    KnownProduct("212-065", ("Schlauchheber SH 65", "Tube lifter SH 65")),
    KnownProduct("330-500", ("Kettenzug KZ 500", "Chain hoist KZ 500")),
)


def frame(language: str) -> Frame:
    person = "Mr Höfler" if language == "en" else "Herr Höfler"
    return Frame(language, "Europe/Berlin", AS_OF, PRODUCTS, person)


@cache
def sources(language: str) -> tuple[Evidence, ...]:
    return tuple(_source(raw, language) for raw in _read(f"sources_{language}")["source"])


def drafts(kind: str, language: str) -> list[dict[str, Any]]:
    """Entries of `lies` or `honest`: text, cites, and struck or reads."""
    entries: list[dict[str, Any]] = _read(f"{kind}_{language}")[kind]
    return entries


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((CORPUS / f"{name}.toml").read_text(encoding="utf-8"))


def _source(raw: dict[str, Any], language: str) -> Evidence:
    live = raw.get("live")
    return Evidence(
        n=raw["n"],
        kind=raw["kind"],
        title=raw["title"],
        section=raw.get("section", ""),
        url=raw.get("url", ""),
        quote=_joined(raw.get("quote", "")),
        language=language,
        skus=tuple(raw.get("skus", ())),
        live=None
        if live is None
        else Live(
            live["sku"],
            live["name"],
            Decimal(live["price"]) if "price" in live else None,
            "EUR",
            live["stock"],
            live["location"],
            live["delivery_days"],
            AS_OF,
        ),
    )


def _joined(quote: str) -> str:
    """The file's lines as paragraphs: one that begins with "- " is an item of a list."""
    lines: list[str] = []
    for line in quote.strip().splitlines():
        if line.startswith("- ") or not lines:
            lines.append(line.removeprefix("- "))
        elif lines[-1].endswith((".", "…")) and line[:1].isupper():
            lines.append(line)
        else:
            lines[-1] += " " + line
    return "\n".join(lines)
