"""The questions that search is measured with: enough, in both languages, about pages that exist."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import demo
from demo import catalogue

FILE = Path(demo.__file__).parent / "questions.toml"
QUESTIONS: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["questions"]
ANSWERED = [q for q in QUESTIONS if q["pages"]]
TEXTS = catalogue.load()
SLUGS = {p.slug for p in TEXTS.products} | {a.slug for a in TEXTS.articles}
UNANSWERABLE = [q for q in QUESTIONS if not q["pages"]]


def test_there_are_enough_in_each_language_and_half() -> None:
    assert len(ANSWERED) >= 60
    assert len(UNANSWERABLE) >= 15
    for group in (ANSWERED, UNANSWERABLE):
        counted = Counter((q["lang"], q["half"]) for q in group)
        assert set(counted) == {
            (lang, half) for lang in ("de", "en") for half in ("tune", "report")
        }
        assert max(counted.values()) - min(counted.values()) <= 3


def test_no_question_is_asked_twice() -> None:
    assert len({q["q"] for q in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", ANSWERED, ids=lambda q: q["q"][:40])
def test_the_pages_that_answer_it_exist(question: dict[str, Any]) -> None:
    assert set(question["pages"]) <= SLUGS


def test_most_pages_are_asked_about() -> None:
    asked = {slug for q in ANSWERED for slug in q["pages"]}
    assert len(asked) / len(SLUGS) > 0.9
