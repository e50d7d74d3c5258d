"""The words of a text that carry its content, stemmed, for German and English."""

import re
from functools import lru_cache
from pathlib import Path

import snowballstemmer

_WORD = re.compile(r"\w+")
_STEMMERS = {"de": "german", "en": "english"}

#: Words that say nothing about what is asked for, the phrases of a chat among them.
_STOP_FILES = Path(__file__).parent / "stopwords"


@lru_cache(maxsize=8)
def stop_words(language: str) -> frozenset[str]:
    """None for a language that we have no list of."""
    if language not in _STEMMERS:
        return frozenset()
    return frozenset((_STOP_FILES / f"{language}.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=8)
def _stemmer(language: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(_STEMMERS.get(language, "english"))


def content_words(text: str, language: str) -> list[str]:
    """Stems of the words that carry content, each once, in order."""
    stop = stop_words(language)
    words = [word for word in _WORD.findall(text.lower()) if word not in stop and word != "_"]
    return list(dict.fromkeys(_stemmer(language).stemWords(words)))
