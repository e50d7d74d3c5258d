"""All passages and their vectors in memory, ranked for a question. Lives in the search process."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.content.retrieval.grams import Floats, GramIndex
from hub.content.retrieval.model import DIMENSIONS

#: How much the 4-grams count beside the vectors (both scaled to 0–1), for passages in the language
#: of the question and in another. Chosen on the `tune` half of the demo's questions.
GRAM_WEIGHT = 0.4
GRAM_WEIGHT_ABROAD = 0.1
#: From this many passages of a language on, their vectors are taken relative to their mean: e5 puts
#: all texts of a language into a narrow cone, and what they share says nothing.
ENOUGH_FOR_A_MEAN = 30


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
    """`score` 0–1 within this question; `cosine` is that of the vectors, relative to the mean (some
    0.2–0.6), None where there is no vector yet; `gram` is the 4-grams' cosine."""

    id: str
    score: float
    cosine: float | None
    gram: float


class MemoryIndex:
    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = list(rows)
        self._grams = GramIndex([row.text for row in self.rows])
        self._language = np.array([row.language for row in self.rows], dtype=object)
        self._vectors: Floats = np.zeros((len(self.rows), DIMENSIONS), dtype=np.float32)
        self._has_vector = np.zeros(len(self.rows), dtype=bool)
        for number, row in enumerate(self.rows):
            if row.vector is not None:
                self._vectors[number] = row.vector
                self._has_vector[number] = True
        self._means = self._centre()

    def _centre(self) -> dict[str, Floats]:
        """Take the mean of its language from each vector; gives the means."""
        means: dict[str, Floats] = {}
        for language in {row.language for row in self.rows}:
            here = self._has_vector & (self._language == language)
            if here.sum() >= ENOUGH_FOR_A_MEAN:
                means[language] = self._vectors[here].mean(axis=0)
        if set(means) >= {row.language for row in self.rows}:
            for language, mean in means.items():
                here = self._has_vector & (self._language == language)
                self._vectors[here] = _unit(self._vectors[here] - mean)
            return means
        return {}

    def _near(self, vector: Floats, language: str, chosen: NDArray[np.intp]) -> Floats:
        if not self._means:
            # Too few for a mean: brought to about the same scale, fitted on the demo's questions.
            plain: Floats = 0.33 + 4.4 * (self._vectors[chosen] @ vector - 0.854)
            return plain
        mean = self._means.get(language)
        if mean is None:
            mean = np.stack(list(self._means.values())).mean(axis=0)
        cosines: Floats = self._vectors[chosen] @ _unit(vector - mean)
        return cosines

    def rank(
        self,
        query: str,
        vector: Floats | None,
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
            cosine = self._near(vector, language, chosen)
            # A passage whose vector is not there yet is as near as its words are.
            near = np.where(known, 0.0, score).astype(np.float32)
            near[known] = _scaled(cosine[known])
            here = self._language[chosen] == language
            weight = np.where(here, GRAM_WEIGHT, GRAM_WEIGHT_ABROAD).astype(np.float32)
            score = ((near + weight * score) / (1 + GRAM_WEIGHT)).astype(np.float32)
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


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    found: Floats = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return found


def _scaled(values: Floats) -> Floats:
    low, high = float(values.min()), float(values.max())
    if high - low < 1e-9:
        return np.zeros_like(values)
    scaled: Floats = (values - low) / (high - low)
    return scaled
