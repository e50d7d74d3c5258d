"""The demo's webinars: one can be joined now, one is next week, one was held; and they roll on."""

from datetime import timedelta
from typing import Any

import pytest

from tests.demo.conftest import Seeded

NOW = "offene-werkstatt"
NEXT = "bleche-allein-heben"
PAST = "vakuum-oder-magnet"


def webinar(seeded: Seeded, slug: str, what: str) -> Any:
    return seeded.one(
        f"SELECT {what} FROM webinars_webinar w JOIN webinars_room r ON r.id = w.room_id"
        f" WHERE slug = '{slug}'"
    )


def test_one_can_be_joined_now_and_for_some_hours(seeded: Seeded) -> None:
    assert webinar(seeded, NOW, "r.state") == "open"
    assert webinar(seeded, NOW, "w.starts_at <= now()")
    left = webinar(seeded, NOW, "w.starts_at + w.duration_minutes * interval '1 minute' - now()")
    assert left > timedelta(hours=1, minutes=30)


def test_one_is_next_week_with_people_who_come(seeded: Seeded) -> None:
    assert webinar(seeded, NEXT, "w.state") == "published"
    ahead = webinar(seeded, NEXT, "w.starts_at - now()")
    assert timedelta(hours=11) < ahead < timedelta(days=12)
    registered = seeded.one(
        "SELECT count(*) FROM webinars_registration g JOIN webinars_webinar w"
        f" ON w.id = g.webinar_id WHERE slug = '{NEXT}'"
    )
    assert registered == 37


def test_one_was_held_and_who_came_stayed_for_minutes_that_add_up(seeded: Seeded) -> None:
    assert webinar(seeded, PAST, "r.state") == "ended"
    length = webinar(seeded, PAST, "r.ended_at - r.live_at")
    assert timedelta(minutes=40) < length < timedelta(minutes=60)
    people = seeded.rows(
        "SELECT p.id, count(*), max(i.left_at) <= r.ended_at, bool_and(i.left_at > i.joined_at)"
        " FROM webinars_roomparticipant p JOIN webinars_attendanceinterval i"
        " ON i.participant_id = p.id JOIN webinars_room r ON r.id = p.room_id"
        " WHERE p.staff IS NULL GROUP BY p.id, r.ended_at"
    )
    assert len(people) == 27
    assert all(within and forward for _, _, within, forward in people)
    assert any(intervals > 1 for _, intervals, _, _ in people)


def test_everybody_who_registered_or_came_has_it_in_their_history(seeded: Seeded) -> None:
    for kind, table in (("registration", "registration"), ("attendance", "roomparticipant")):
        without = seeded.one(
            f"SELECT count(*) FROM webinars_{table} s LEFT JOIN contacts_historyentry e"
            f" ON e.subject_id = s.id AND e.kind = '{kind}'"
            f" WHERE e.id IS NULL {'AND s.staff IS NULL' if kind == 'attendance' else ''}"
        )
        assert without == 0
    nobodys = seeded.one(
        "SELECT count(*) FROM webinars_registration g JOIN contacts_identity i"
        " ON i.id = g.identity_id WHERE i.contact_id IS NULL"
    )
    assert nobodys == 0


def test_no_mail_is_due_to_people_who_are_invented(seeded: Seeded) -> None:
    assert seeded.one("SELECT count(*) FROM webinars_webinarmail") == 0


@pytest.mark.parametrize("visited", [False, True])
def test_when_its_time_has_passed_a_start_rolls_it_on(seeded: Seeded, visited: bool) -> None:
    webinars = seeded.one("SELECT count(*) FROM webinars_webinar")
    past = "UPDATE webinars_webinar SET starts_at = now() - interval '1 day' WHERE slug ="
    seeded.rows(f"{past} '{NOW}' RETURNING 1")
    seeded.rows(f"{past} '{NEXT}' RETURNING 1")
    if visited:  # then it stays as it was, under another address
        seeded.rows(
            "UPDATE webinars_room SET state = 'ended', live_at = now(), ended_at = now() WHERE id ="
            f" (SELECT room_id FROM webinars_webinar WHERE slug = '{NOW}') RETURNING 1"
        )
    filled = seeded.manage("seed_demo")
    assert filled.returncode == 0, filled.stderr
    test_one_can_be_joined_now_and_for_some_hours(seeded)
    test_one_is_next_week_with_people_who_come(seeded)
    more = seeded.one("SELECT count(*) FROM webinars_webinar") - webinars
    assert more == (1 if visited else 0)
    assert "there already" in seeded.manage("seed_demo").stdout


def test_each_entry_reads_in_both_languages_and_a_crm_can_take_it(seeded: Seeded) -> None:
    code = """
import json
from hub.contacts.models import HistoryEntry
from hub.registry.history import history_kinds
for entry in HistoryEntry.objects.filter(kind__in=["registration", "attendance"]):
    kind = history_kinds[entry.kind]
    json.dumps(kind.payload(entry))
    for lang in ("de", "en"):
        assert kind.title(entry, lang) and kind.text(entry, lang)
one = HistoryEntry.objects.filter(kind="attendance").first()
print(history_kinds["attendance"].title(one, "de"))
print(history_kinds["attendance"].text(one, "de"))
two = HistoryEntry.objects.filter(kind="registration").order_by("occurred_at").first()
print(history_kinds["registration"].title(two, "de"))
print(history_kinds["registration"].text(two, "de"))
"""
    said = seeded.manage("shell", "-v", "0", "-c", code)
    assert said.returncode == 0, said.stderr[-2000:]
    assert "Vakuum oder Magnet" in said.stdout
