"""The arithmetic of attendance."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webinars import minutes
from webinars.minutes import Span

START = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def span(first: float, last: float) -> Span:
    return Span(at(first), at(last))


def test_a_second_device_counts_once() -> None:
    assert minutes.seconds([span(0, 100), span(50, 120), span(60, 70)]) == 120


def test_a_dropped_line_is_not_counted() -> None:
    assert minutes.seconds([span(0, 100), span(130, 200)]) == 170


def test_before_and_after_it_was_live_is_not_counted() -> None:
    assert minutes.clip([span(-50, 10), span(90, 200)], at(0), at(100)) == [
        span(0, 10),
        span(90, 100),
    ]
    assert minutes.clip([span(-50, -10)], at(0), None) == []
    assert minutes.clip([span(0, 10)], None, at(5)) == []


def test_minutes_as_people_say_them() -> None:
    assert [minutes.minutes(n) for n in (0, 1, 29, 89, 90, 3600)] == [0, 1, 1, 1, 2, 60]


def test_the_peak_counts_people_not_devices() -> None:
    people = [[span(0, 10), span(0, 10)], [span(10, 20)], [span(15, 30)]]
    assert minutes.peak(people) == (2, at(15))
    assert minutes.peak([]) == (0, None)


def test_together_is_when_at_least_two_were_there() -> None:
    people = [[span(0, 100)], [span(20, 40), span(60, 70)], [span(65, 80)]]
    assert minutes.together(people) == [span(20, 40), span(60, 80)]


SPANS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 200)).map(lambda x: span(x[0], x[0] + x[1])),
    max_size=12,
)


# The first example waits for the machine, not for us.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SPANS)
def test_a_union_has_each_second_once(spans: list[Span]) -> None:
    covered = {
        n
        for one in spans
        for n in range(
            int((one.start - START).total_seconds()), int((one.end - START).total_seconds())
        )
    }
    merged = minutes.union(spans)
    assert minutes.seconds(spans) == len(covered)
    assert all(a.end < b.start for a, b in pairwise(merged))
    assert minutes.union(merged) == merged


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SPANS, st.integers(0, 300), st.integers(1, 300))
def test_nobody_attends_longer_than_it_was_live(spans: list[Span], begins: int, lasts: int) -> None:
    clipped = minutes.clip(spans, at(begins), at(begins + lasts))
    assert minutes.seconds(clipped) <= lasts
