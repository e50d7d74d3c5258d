"""All passages and their vectors in memory, ranked for a question. Lives in the search process."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.content.retrieval.grams import Floats, GramIndex
from hub.content.retrieval.model import DIMENSIONS

#: How much the 4-grams count beside the vectors (both scaled to 0–1). Tuned on the `tune` half of
#: the demo's questions, see docs/content.md.
GRAM_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Row:
    """What ranking needs of a passage. `translated`: its page's languages, its own included."""

    id: str
    site: str
    language: str
    translated: frozenset[str]
    text: str
    vector: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """`score` 0–1 within this question; `cosine` is e5's own, None where there is no vector yet;
    `gram` is the 4-grams' cosine."""

    id: str
    score: float
    cosine: float | None
    gram: float


class MemoryIndex:
    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = list(rows)
        self._grams = GramIndex([row.text for row in self.rows])
        self._vectors = np.zeros((len(self.rows), DIMENSIONS), dtype=np.float32)
        self._has_vector = np.zeros(len(self.rows), dtype=bool)
        for number, row in enumerate(self.rows):
            if row.vector is not None:
                self._vectors[number] = row.vector
                self._has_vector[number] = True

    def rank(
        self,
        query: str,
        vector: NDArray[np.float32] | None,
        *,
        language: str,
        site: str = "",
        k: int = 6,
    ) -> list[Ranked]:
        """The best `k`. Without a vector for the query the 4-grams decide alone."""
        chosen = self._chosen(language, site)
        if not len(chosen):
            return []
        gram = self._grams.scores(query)[chosen]
        score = _scaled(gram)
        known = self._has_vector[chosen]
        cosine = np.zeros(len(chosen), dtype=np.float32)
        if vector is not None and known.any():
            cosine = self._vectors[chosen] @ vector
            # A passage whose vector is not there yet is as near as its words are.
            near = score.copy()
            near[known] = _scaled(cosine[known])
            both = (near + GRAM_WEIGHT * score) / (1 + GRAM_WEIGHT)
            score = both.astype(np.float32)
        best = np.argsort(-score, kind="stable")[:k]
        return [
            Ranked(
                id=self.rows[chosen[number]].id,
                score=float(score[number]),
                cosine=float(cosine[number]) if vector is not None and known[number] else None,
                gram=float(gram[number]),
            )
            for number in best
        ]

    def _chosen(self, language: str, site: str) -> NDArray[np.intp]:
        """Passages in the language, and those of pages that this language does not have."""
        return np.array(
            [
                number
                for number, row in enumerate(self.rows)
                if (row.language == language or language not in row.translated)
                and (not site or not row.site or row.site == site)
            ],
            dtype=np.intp,
        )


def _scaled(values: Floats) -> Floats:
    low, high = float(values.min()), float(values.max())
    if high - low < 1e-9:
        return np.zeros_like(values)
    scaled: Floats = (values - low) / (high - low)
    return scaled
