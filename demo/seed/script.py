"""The dialogues of the history: read from `demo/dialogues/`, with their blanks filled in."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent.parent / "dialogues"
#: Steel, in kilograms a cubic decimetre.
STEEL = 7.85

What = Literal["v", "s", "card", "form", "note"]
_LINE = re.compile(r"(v|s|card|form|note): (.+)")


@dataclass(frozen=True, slots=True)
class Step:
    what: What
    text: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    key: str
    trades: frozenset[str]
    sku: str  # the product page where it began, or empty
    article: str  # or the article's slug
    sheets: tuple[tuple[int, int, int], ...]
    steps: dict[str, tuple[Step, ...]]  # by language

    @property
    def has_form(self) -> bool:
        return any(step.what == "form" for step in self.steps["de"])


@cache
def dialogues() -> tuple[Dialogue, ...]:
    found = []
    for file in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        for entry in data.get("dialogue", []):
            found.append(
                Dialogue(
                    key=entry["key"],
                    trades=frozenset(entry["trades"]),
                    sku=entry.get("sku", ""),
                    article=entry.get("article", ""),
                    sheets=tuple((a, b, c) for a, b, c in entry.get("sheets", [])),
                    steps={language: _steps(entry[language]) for language in ("de", "en")},
                )
            )
    return tuple(found)


@cache
def ratings() -> tuple[tuple[int, dict[str, list[str]]], ...]:
    """(stars, what was written beside them, by language), good ones first."""
    data = tomllib.loads((FOLDER / "ratings.toml").read_text(encoding="utf-8"))["rating"]
    return tuple((r["stars"], {"de": r["de"], "en": r["en"]}) for r in data)


def _steps(source: str) -> tuple[Step, ...]:
    steps = []
    for line in source.strip().splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"not a line of a dialogue: {line!r}")
        steps.append(Step(match[1], match[2]))  # type: ignore[arg-type]
    return tuple(steps)


def blanks(
    dialogue: Dialogue, language: str, chance: random.Random, *, place: str, name: str
) -> dict[str, str]:
    """What goes into `{format}`, `{thick}`, `{weight}`, `{place}` and `{name}`."""
    filled = {"place": place, "name": name}
    if dialogue.sheets:
        length, width, thick = chance.choice(dialogue.sheets)
        weight = length * width * thick * STEEL / 1_000_000
        sizes = f"{length:,} × {width:,} mm"
        filled |= {
            "format": sizes.replace(",", ".") if language == "de" else sizes,
            "thick": str(thick),
            "weight": str(round(weight)),
        }
    return filled
