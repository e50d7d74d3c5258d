"""Calendar files as RFC 5545 has them, whatever somebody is called."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from webinars import ics

STARTS = datetime(2026, 12, 3, 9, tzinfo=UTC)


def event(**given: object) -> ics.Event:
    values: dict[str, object] = {
        "uid": "1@hub.example",
        "sequence": 2,
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(minutes=45),
        "stamp": STARTS - timedelta(days=9),
        "summary": "Bleche allein heben",
        "description": "Ihr Link",
        "url": "https://hub.example/room/#abc",
        "organizer": ics.Person("Haldner", "webinare@haldner.example"),
        **given,
    }
    return ics.Event(**values)  # type: ignore[arg-type]


def lines(data: bytes) -> list[str]:
    """As a calendar reads them: unfolded; every line must have ended with CRLF."""
    assert data.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def names_of(data: bytes) -> list[str]:
    return [re.split("[:;]", line)[0] for line in lines(data)]


def test_an_event_has_everything_that_a_calendar_needs_to_follow_it() -> None:
    found = lines(ics.calendar(event(attendee=ics.Person("A. M.", "a.m@x.example")), "REQUEST"))
    assert "METHOD:REQUEST" in found
    assert "UID:1@hub.example" in found
    assert "SEQUENCE:2" in found
    assert "DTSTAMP:20261124T090000Z" in found
    assert "DTSTART:20261203T090000Z" in found
    assert "DTEND:20261203T094500Z" in found
    assert "URL:https://hub.example/room/#abc" in found
    assert 'ORGANIZER;CN="Haldner":mailto:webinare@haldner.example' in found
    assert found[-3].endswith('CN="A. M.":mailto:a.m@x.example')


def test_a_cancellation_says_so_twice() -> None:
    found = lines(ics.calendar(event(), "CANCEL"))
    assert "METHOD:CANCEL" in found and "STATUS:CANCELLED" in found


def test_long_lines_are_folded_at_75_octets_and_never_within_a_character() -> None:
    data = ics.calendar(event(summary="Größe 🏭 " * 60), "PUBLISH")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    for line in data.split(b"\r\n"):
        line.decode()  # no half characters
    assert "SUMMARY;LANGUAGE=de:" + "Größe 🏭 " * 60 in lines(data)


HOSTILE = [
    "A\r\nATTENDEE:mailto:eve@evil.example",
    "A\nBEGIN:VALARM\nACTION:AUDIO",
    'A";X="b":mailto:eve@evil.example\r\nSUMMARY:x',
    "A\x00\x0b\x0c\x85\u2028B",
    "^n^^'",
    "\\n;,:",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_a_line(text: str) -> None:
    plain = names_of(ics.calendar(event(attendee=ics.Person("A", "a@x.example")), "REQUEST"))
    hostile = event(
        uid=text,
        summary=text,
        description=text,
        location="",
        url=f"https://hub.example/{text}",
        organizer=ics.Person(text, f"a{text}@x.example"),
        attendee=ics.Person(text, f"a{text}@x.example"),
    )
    assert names_of(ics.calendar(hostile, "REQUEST")) == plain


def test_separators_are_escaped_and_quotes_are_written_as_rfc_6868_says() -> None:
    assert ics.text("a;b,c\\d\r\ne") == "a\\;b\\,c\\\\d\\ne"
    assert ics.parameter('A "B" ^C') == "\"A ^'B^' ^^C\""
