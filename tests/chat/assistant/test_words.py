"""Every sentence that the assistant shows to staff is there in German."""

import pytest
from django.utils import translation

from chat.assistant import errors, views
from chat.assistant.guard import reasons
from chat.assistant.types import Reason


@pytest.mark.parametrize("code", sorted(reasons._WORDS))
def test_each_reason_has_german_words(code: str) -> None:
    said = {}
    for language in ("de", "en"):
        with translation.override(language):
            said[language] = reasons.in_words(Reason(code, "50 % mehr"))
    assert said["de"] != said["en"]
    assert ("50 % mehr" in said["de"]) == ("50 % mehr" in said["en"])


@pytest.mark.parametrize("note", [*views._NOTES.values(), errors.AlreadyDecided.sentence])
def test_each_note_has_german_words(note: object) -> None:
    said = []
    for language in ("de", "en"):
        with translation.override(language):
            said.append(str(note))
    assert said[0] != said[1]


def test_an_unknown_code_still_says_something() -> None:
    assert reasons.in_words(Reason("of a later version", "x"))
