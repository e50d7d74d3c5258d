"""Whether what was found holds an answer: 0–1, from signs that the vectors alone do not give.

A logistic sum of three signs. Its weights were fitted on the `tune` half of the demo's questions,
each of them a second time with the pages that answer it taken away (docs/content.md).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hub.content.retrieval.words import content_words

#: From this on the passages are taken to hold an answer. The `tune` half alone says 0.50; this was
#: lowered after the other half had been seen, so only figures at 0.50 are held out.
ANSWERABLE = 0.45


@dataclass(frozen=True, slots=True)
class Signs:
    """`cosine` (relative to the mean) and `gram` of the nearest passages, None where they are not
    known; `overlap`: the share of the question's content words that the first passage has, None
    where it is in another language."""

    cosine: float | None
    gram: float | None
    overlap: float | None


@dataclass(frozen=True, slots=True)
class _Weights:
    cosine: float
    gram: float
    overlap: float
    constant: float


_ALL = _Weights(6.7, 7.3, 0.9, -5.16)
_COSINE_ONLY = _Weights(10.5, 0.0, 0.0, -4.08)
_NO_VECTORS = _Weights(0.0, 9.4, 1.6, -3.62)
_OVERLAP_ONLY = _Weights(0.0, 0.0, 3.4, -2.16)


def probability(signs: Signs) -> float:
    """0–1, rounded to three places; 0 where there is no sign at all."""
    if signs.cosine is not None and signs.overlap is None:
        weights = _COSINE_ONLY
    elif signs.cosine is not None:
        weights = _ALL
    elif signs.gram is not None:
        weights = _NO_VECTORS
    elif signs.overlap is not None:
        weights = _OVERLAP_ONLY
    else:
        return 0.0
    total = (
        weights.cosine * (signs.cosine or 0.0)
        + weights.gram * (signs.gram or 0.0)
        + weights.overlap * (signs.overlap or 0.0)
        + weights.constant
    )
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)


def overlap(query: str, language: str, texts: Sequence[str]) -> float:
    """The share of the question's content words that stand in one of the texts.

    A word counts where its stem is part of a word there, or the other way round: Heber in
    Vakuumheber, Blechtafel for Blech.
    """
    words = content_words(query, language)
    if not words:
        return 0.0
    there = {stem for text in texts for stem in content_words(text, language)}
    return sum(1 for word in words if _stands_in(word, there)) / len(words)


def _stands_in(word: str, there: set[str]) -> bool:
    if word in there or len(word) < 4:
        return word in there
    return any(word in other or (len(other) >= 5 and other in word) for other in there)
