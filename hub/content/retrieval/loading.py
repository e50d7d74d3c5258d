"""From the database into the memory of the search process, and the vectors that are due."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from hub.content.models import Passage, Vector
from hub.content.retrieval.memory import Row
from hub.content.retrieval.model import DIMENSIONS, pack, unpack


def rows() -> list[Row]:
    """All passages of live pages, with the vectors that there are."""
    passages = list(
        Passage.objects.filter(page__live=True)
        .select_related("page")
        .defer("search", "page__search_description")
        .order_by("page_id", "position")
    )
    languages: dict[object, set[str]] = defaultdict(set)
    for passage in passages:
        languages[passage.page.translation_key].add(passage.language)
    hashes = {passage.text_hash for passage in passages}
    vectors = {
        text_hash: unpack(vector)
        for text_hash, vector in Vector.objects.filter(text_hash__in=hashes).values_list(
            "text_hash", "vector"
        )
    }
    return [
        Row(
            id=passage.id,
            site=str(passage.site_id or ""),
            language=passage.language,
            translated=frozenset(languages[passage.page.translation_key]),
            text=passage.embedded,
            vector=vectors.get(passage.text_hash),
        )
        for passage in passages
    ]


def due(limit: int) -> list[Passage]:
    """Passages without a vector, the newest first."""
    have = Vector.objects.values("text_hash")
    return list(
        Passage.objects.filter(page__live=True)
        .exclude(text_hash__in=have)
        .order_by("-changed_at", "position")[:limit]
    )


def backlog() -> int:
    """How many texts have no vector yet."""
    have = Vector.objects.values("text_hash")
    return (
        Passage.objects.filter(page__live=True)
        .exclude(text_hash__in=have)
        .values("text_hash")
        .distinct()
        .count()
    )


def keep(vectors: Iterable[tuple[str, "np.ndarray[tuple[int], np.dtype[np.float32]]"]]) -> None:
    Vector.objects.bulk_create(
        [Vector(text_hash=text_hash, vector=pack(vector)) for text_hash, vector in vectors],
        ignore_conflicts=True,
    )


def export_file(path: Path, hashes: Iterable[str] | None = None) -> int:
    """Write the vectors of today's passages to a file (`.npz`: hashes, and a float16 matrix)."""
    wanted = set(
        Passage.objects.filter(page__live=True).values_list("text_hash", flat=True)
        if hashes is None
        else hashes
    )
    found = sorted(Vector.objects.filter(text_hash__in=wanted).values_list("text_hash", "vector"))
    names = np.frombuffer(b"".join(bytes.fromhex(name) for name, _ in found), dtype=np.uint8)
    matrix = np.frombuffer(b"".join(bytes(vector) for _, vector in found), dtype="<f2")
    with path.open("wb") as file:
        np.savez(
            file,
            hashes=names.reshape(len(found), 32),
            vectors=matrix.reshape(len(found), DIMENSIONS),
        )
    return len(found)


def import_file(path: Path) -> int:
    """Take over vectors that were shipped. Gives how many the file has."""
    with np.load(path, allow_pickle=False) as file:
        names, matrix = file["hashes"], file["vectors"]
    if names.shape[1:] != (32,) or matrix.shape != (len(names), DIMENSIONS):
        raise ValueError(f"{path} holds no vectors of {DIMENSIONS} numbers")
    keep(
        (bytes(name).hex(), vector.astype(np.float32))
        for name, vector in zip(names, matrix, strict=True)
    )
    return len(names)
