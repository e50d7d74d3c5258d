"""Logs that can be read by machines and by anybody: nobody's data stands in them."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.conf import settings

from hub.runtime.logging import bind_request, config, scrub_text

Lines = io.StringIO


@pytest.fixture
def lines() -> Iterator[Lines]:
    root = logging.getLogger()
    before = root.handlers[:]
    logging.config.dictConfig(config("json"))
    handler = root.handlers[-1]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)
    yield written
    logging.config.dictConfig(settings.LOGGING)
    root.handlers[:] = before


def _line(lines: Lines) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lines.getvalue().strip().splitlines()[-1])
    return found


def test_a_line_is_an_object_with_the_request_it_belongs_to(lines: Lines) -> None:
    bind_request("r-1")
    structlog.get_logger("hub.some").info("entry_refused", log=7, code="too_large")
    line = _line(lines)
    assert line["event"] == "entry_refused"
    assert (line["log"], line["code"], line["request_id"]) == (7, "too_large", "r-1")
    assert line["level"] == "info"
    assert line["logger"] == "hub.some"
    assert line["timestamp"].endswith("Z")


def test_libraries_lines_look_the_same(lines: Lines) -> None:
    logging.getLogger("some.library").warning("gave up after %d tries", 3)
    assert _line(lines)["event"] == "gave up after 3 tries"


@pytest.mark.parametrize(
    "facts",
    [
        {"email": "anna.muster@example.org"},
        {"name": "Anna Muster"},
        {"text": "Anna Muster wants 40 pumps"},
        {"form": {"fields": [{"phone": "Anna Muster"}]}},
        {"body": {"anything": "Anna Muster"}},
        {"reason": "no mailbox anna.muster@example.org here"},
        {"raw": b"Anna Muster"},
        {"phone": 4915112345678},
    ],
)
def test_who_somebody_is_stays_out(lines: Lines, facts: dict[str, Any]) -> None:
    structlog.get_logger("hub.some").info("something", **facts)
    text = json.dumps(_line(lines)).lower()
    assert "muster" not in text
    assert "4915112345678" not in text


def test_a_traceback_is_there_without_the_row_that_caused_it(lines: Lines) -> None:
    try:
        raise ValueError(
            'duplicate key value violates unique constraint "one_email"\n'
            "DETAIL:  Key (email, name)=(anna@example.org, Anna Muster) already exists."
        )
    except ValueError:
        structlog.get_logger("hub.some").exception("writing_failed")
    line = _line(lines)
    assert "one_email" in line["exception"]
    assert "Muster" not in line["exception"]
    assert "anna" not in line["exception"]


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("Authorization: Bearer abcDEF123456.xyz", "abcDEF123456"),
        ("GET /w/q3vZk0lJ8sXa2Yb7Nc5Md1Pe9Rf4Tg6 200", "q3vZk0lJ8sXa2Yb7Nc5Md1Pe9Rf4Tg6"),
        ("postgresql://hub:geheim@db/hub", "geheim"),
        ("called +49 151 123 456 78", "151 123"),
        ("Failing row contains (1, Anna, x).", "Anna"),
    ],
)
def test_what_opens_a_door_is_hidden(written: str, hidden: str) -> None:
    assert hidden not in scrub_text(written)


@pytest.mark.parametrize(
    "useful",
    [
        "conversation 0f6b2f6e-8f0c-4b57-9a3a-2f4b2c7e9d10 closed",
        "hub.runtime.test_a_message_sent_twice_is_stored_once",
        "took 12.5 ms for 1,472 messages at 2025-01-02 03:04:05",
    ],
)
def test_what_is_needed_to_find_a_fault_stays(useful: str) -> None:
    assert scrub_text(useful) == useful


def test_an_object_that_cannot_be_written_does_not_break_the_line(lines: Lines) -> None:
    structlog.get_logger("hub.some").info("something", thing=object(), many={1, 2})
    assert "object" in _line(lines)["thing"]
