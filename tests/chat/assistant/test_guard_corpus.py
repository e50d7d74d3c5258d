"""Every lie of the corpus is struck, for the right reason; every honest sentence stands."""

from typing import Any

import pytest

from chat.assistant.guard import check
from chat.assistant.types import Proposed
from tests.chat.assistant import material

LIES = [(lang, entry) for lang in ("de", "en") for entry in material.drafts("lies", lang)]
HONEST = [(lang, entry) for lang in ("de", "en") for entry in material.drafts("honest", lang)]


def _name(case: Any) -> str:
    return case["text"][:60] if isinstance(case, dict) else str(case)


@pytest.mark.parametrize(("language", "lie"), LIES, ids=_name)
def test_a_lie_is_struck_with_the_reason_that_fits(language: str, lie: dict[str, Any]) -> None:
    draft = [Proposed(lie["text"], tuple(lie["cites"]))]
    found = check(draft, list(material.sources(language)), material.frame(language))
    struck = [sentence for sentence in found if sentence.struck]
    assert struck, [sentence.text for sentence in found]
    assert struck[0].reason is not None
    assert struck[0].reason.code in lie["struck"].split("|"), struck[0].reason


@pytest.mark.parametrize(("language", "honest"), HONEST, ids=_name)
def test_an_honest_sentence_stands(language: str, honest: dict[str, Any]) -> None:
    draft = [Proposed(honest["text"], tuple(honest["cites"]))]
    found = check(draft, list(material.sources(language)), material.frame(language))
    assert [(s.struck, s.reason) for s in found] == [(False, None)]
    text = found[0].text.replace("\u00a0", " ")
    assert text == honest.get("reads", honest["text"])


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(LIES) >= 80
    assert len(HONEST) >= 40
