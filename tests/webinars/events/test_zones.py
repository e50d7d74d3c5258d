"""A wall clock's time in a zone that skips an hour, or has it twice."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hub.errors import BadInput
from webinars import zones
from webinars.errors import TimeDoubled, TimeSkipped

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_an_ordinary_time_is_what_the_zone_says_that_day() -> None:
    assert zones.to_utc(at("2026-12-03T10:00"), BERLIN, field="starts") == datetime(
        2026, 12, 3, 9, tzinfo=UTC
    )
    assert zones.to_utc(at("2027-07-01T10:00"), BERLIN, field="starts").hour == 8


def test_an_hour_that_is_skipped_is_refused_and_the_next_time_is_named() -> None:
    with pytest.raises(TimeSkipped) as refused:
        zones.to_utc(at("2027-03-28T02:30"), BERLIN, field="starts")
    assert refused.value.field == "starts"
    assert refused.value.facts == {"next": "2027-03-28T03:30"}


def test_an_hour_that_comes_twice_asks_which_and_takes_the_answer() -> None:
    twice = at("2026-10-25T02:30")
    with pytest.raises(TimeDoubled) as asked:
        zones.to_utc(twice, BERLIN, field="starts")
    assert asked.value.facts == {"first": "+0200", "second": "+0100"}
    assert zones.to_utc(twice, BERLIN, "first", field="starts").hour == 0
    assert zones.to_utc(twice, BERLIN, "second", field="starts").hour == 1


def test_half_an_hour_is_skipped_on_lord_howe_and_a_whole_day_on_samoa() -> None:
    with pytest.raises(TimeSkipped):
        zones.to_utc(at("2027-10-03T02:15"), ZoneInfo("Australia/Lord_Howe"), field="starts")
    with pytest.raises(TimeSkipped):
        zones.to_utc(at("2011-12-30T12:00"), ZoneInfo("Pacific/Apia"), field="starts")


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "Europe/Berlin\x00", "x" * 999]
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        zones.zone(name)
    assert zones.known(name, "Europe/Berlin") == "Europe/Berlin"


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-12-03T10:00+01:00"])
def test_a_time_that_no_calendar_holds_or_that_has_an_offset_of_its_own_is_refused(
    text: str,
) -> None:
    with pytest.raises(BadInput):
        zones.to_utc(at(text), BERLIN, field="starts")


def test_a_zone_is_named_as_people_write_it() -> None:
    winter = datetime(2026, 12, 3, 9, tzinfo=UTC)
    assert zones.abbreviation(winter, BERLIN, "de") == "MEZ"
    assert zones.abbreviation(winter, BERLIN, "en") == "CET"
    assert zones.abbreviation(winter, ZoneInfo("Asia/Kathmandu"), "en") == "UTC+05:45"
    assert zones.city("America/Argentina/Buenos_Aires") == "Buenos Aires"
