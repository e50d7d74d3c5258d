"""Whether what was found holds an answer: 0–1, from signs that the vectors alone do not give.

A logistic sum of four signs, its weights fitted on the `tune` half of the demo's questions (see
docs/content.md). Cosines of e5 lie close together (0.75–0.92), so that the best one alone does not
tell an answerable question from another.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hub.content.retrieval.words import content_words


@dataclass(frozen=True, slots=True)
class Signs:
    """`cosine` of the best passage and its `margin` over the sixth (0 without vectors), the best
    `gram` cosine, and `overlap`: the share of the question's content words in the passages."""

    cosine: float
    margin: float
    gram: float
    overlap: float


def signs(
    query: str,
    language: str,
    texts: Sequence[str],
    *,
    cosines: Sequence[float],
    grams: Sequence[float],
) -> Signs:
    best = max(cosines, default=0.0)
    return Signs(
        cosine=best,
        margin=best - min(cosines, default=0.0),
        gram=max(grams, default=0.0),
        overlap=overlap(query, language, texts),
    )


def overlap(query: str, language: str, texts: Sequence[str]) -> float:
    """The share of the question's content words that stand in one of the first three passages.

    A word counts where its stem is part of a word there: Heber in Vakuumheber.
    """
    words = content_words(query, language)
    if not words:
        return 0.0
    there = " ".join(" ".join(content_words(text, language)) for text in texts[:3])
    return sum(1 for word in words if word in there) / len(words)


#: Weights of cosine, margin, gram, overlap, and the constant: with vectors, and without.
_WITH = (20.0, 10.0, 2.0, 3.0, -19.0)
_WITHOUT = (0.0, 0.0, 0.0, 5.0, -3.0)


def probability(found: Signs) -> float:
    """0–1, rounded to three places."""
    weights = _WITH if found.cosine > 0 else _WITHOUT
    values = (found.cosine, found.margin, found.gram, found.overlap, 1.0)
    total = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)
