"""Webinars over HTTP for staff: what each role may do, and what comes back."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from hub.audit.models import AuditEntry
from hub.sites.models import Site
from tests.hub.browser import Browser
from tests.people import make_site, make_staff, session_of
from tests.webinars.events.conftest import Plan, Register
from webinars.models import AttendanceInterval, Room, RoomParticipant, Webinar

pytestmark = pytest.mark.django_db
API = "/api/v1/webinars"


def signed_in(role: str, site: Site | None = None, name: str = "Otto Muster") -> Browser:
    browser = Browser("staff")
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(make_staff(name, role, site))
    browser.fetch_csrf()
    return browser


def planned(**given: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "language": "de",
        "texts": {
            "de": {
                "title": "Bleche allein heben",
                "summary": "Am Laser.",
                "takeaways": [{"title": "Grenzen", "text": "Beispiel"}],
            }
        },
        "starts": "2099-12-03T10:00",
        "time_zone": "Europe/Berlin",
        "duration_minutes": 45,
        "speakers": [{"name": "Petra Lang", "title": {"de": "Leitung"}}],
        "may_speak": "raised",
        **given,
    }


def test_a_manager_plans_changes_publishes_and_cancels(site: Site) -> None:
    browser = signed_in("manager")
    body = planned()
    made = browser.call("POST", API, body)
    assert made.status_code == 201
    assert made.json()["id"] == body["id"]
    assert (made.json()["state"], made.json()["local"]) == ("draft", "2099-12-03T10:00")
    assert made.json()["starts_at"] == "2099-12-03T09:00:00Z"
    assert browser.call("POST", API, body).json() == made.json()
    one = f"{API}/{body['id']}"
    moved = browser.call("PATCH", one, {"starts": "2099-12-04T11:30"}).json()
    assert (moved["starts_at"], moved["time_zone"]) == ("2099-12-04T10:30:00Z", "Europe/Berlin")
    assert moved["texts"] == made.json()["texts"]
    assert browser.call("POST", f"{one}/publish").json()["state"] == "published"
    assert browser.get(API).json()[0]["url"].endswith("/webinars/bleche-allein-heben/")
    assert browser.call("POST", f"{one}/cancel").json()["state"] == "cancelled"
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "webinar.planned",
        "webinar.changed",
        "webinar.published",
        "webinar.cancelled",
    }


def test_a_time_that_comes_twice_asks_which(site: Site) -> None:
    browser = signed_in("manager")
    body = planned(starts="2026-10-25T02:30")
    asked = browser.call("POST", API, body)
    assert asked.status_code == 422
    assert asked.json()["error"]["code"] == "time_doubled"
    assert asked.json()["error"]["facts"] == {"first": "+0200", "second": "+0100"}
    taken = browser.call("POST", API, {**body, "which": "second"})
    assert taken.json()["starts_at"] == "2026-10-25T01:30:00Z"
    skipped = browser.call("POST", API, planned(starts="2027-03-28T02:30")).json()["error"]
    assert (skipped["code"], skipped["facts"]) == ("time_skipped", {"next": "2027-03-28T03:30"})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts": "tomorrow"}, "starts"),
        ({"starts": None}, "starts"),
        ({"starts": "2099-12-03T10:00Z"}, "starts"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"duration_minutes": 0}, "duration_minutes"),
        ({"may_speak": "nobody"}, "may_speak"),
        ({"texts": {"de": {"title": ""}}}, "texts.de.title"),
        ({"texts": {"de": {"title": "x" * 100_000}}}, "title"),
        ({"speakers": [{"name": ""}]}, "speakers.0"),
        ({"language": "xx"}, "language"),
        ({"id": "x"}, "id"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    site: Site, given: dict[str, Any], field: str
) -> None:
    answer = signed_in("manager").call("POST", API, planned(**given))
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert answer.json()["error"]["message"]
    assert not Webinar.objects.exists()


@pytest.mark.parametrize(
    ("role", "reads", "plans", "exports"),
    [
        ("admin", True, False, True),
        ("manager", True, True, True),
        ("sales", True, False, False),
    ],
)
def test_each_role_may_what_the_table_says(
    plan: Plan, register: Register, role: str, reads: bool, plans: bool, exports: bool
) -> None:
    webinar = plan()
    register(webinar)
    browser = signed_in(role)
    one = f"{API}/{webinar.id}"
    for path in (API, one, f"{one}/registrations"):
        assert (browser.get(path).status_code == 200) == reads
    assert browser.get(f"{one}/registrations.csv").status_code == (200 if exports else 404)
    answers = [
        browser.call("POST", API, planned()).status_code,
        browser.call("PATCH", one, {"duration_minutes": 50}).status_code,
        browser.call("POST", f"{one}/publish").status_code,
        browser.call("POST", f"{one}/cancel").status_code,
    ]
    assert answers == ([201, 200, 200, 200] if plans else [403] * 4)


def test_another_sites_webinars_are_not_there(plan: Plan) -> None:
    webinar = plan()
    browser = signed_in("manager", make_site("other"))
    assert browser.get(API).json() == []
    one = f"{API}/{webinar.id}"
    assert browser.get(one).status_code == 404
    assert browser.get(f"{one}/registrations").status_code == 404
    assert browser.get(f"{one}/registrations.csv").status_code == 404
    assert browser.call("POST", f"{one}/cancel").status_code == 404
    assert browser.call("POST", API, planned(site="haldner")).status_code == 404


def test_nobody_who_is_not_signed_in_sees_anything(plan: Plan) -> None:
    webinar = plan()
    for origin in ("staff", "public"):
        browser = Browser(origin)
        assert browser.get(f"{API}/{webinar.id}/registrations").status_code in (401, 404)


def test_the_list_counts_who_registered_and_who_was_there(plan: Plan, register: Register) -> None:
    webinar = plan()
    one, _two = register(webinar, "a@x.example"), register(webinar, "b@x.example")
    now = timezone.now()
    Room.objects.filter(pk=webinar.room_id).update(state="live", live_at=now)
    participant = RoomParticipant.objects.create(
        room=webinar.room, registration=one, identity=one.identity, name=one.name
    )
    AttendanceInterval.objects.create(participant=participant, joined_at=now, seen_at=now)
    early = RoomParticipant.objects.create(room=webinar.room, name="Left before it began")
    AttendanceInterval.objects.create(
        participant=early,
        joined_at=now - timedelta(minutes=5),
        seen_at=now,
        left_at=now - timedelta(minutes=1),
    )
    browser = signed_in("sales")
    (row,) = browser.get(API).json()
    assert (row["registered"], row["attended"]) == (2, 1)
    rows = browser.get(f"{API}/{webinar.id}/registrations").json()
    assert {r["email"]: r["attended"] for r in rows} == {"a@x.example": True, "b@x.example": False}
    assert all(UUID(r["contact"]) for r in rows)
    assert {r["mail"] for r in rows} == {"due"}


def test_the_table_carries_no_formula_and_its_export_is_noted(
    plan: Plan, register: Register
) -> None:
    webinar = plan()
    register(webinar, name='=HYPERLINK("x")', company="@SUM(1)")
    answer = signed_in("manager").get(f"{API}/{webinar.id}/registrations.csv")
    text = answer.content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text and "'@SUM" in text
    assert "\r\n" in text
    assert AuditEntry.objects.get(action="registrations.exported").facts == {"rows": 1}


def test_a_mail_that_could_not_be_sent_stands_in_the_list(plan: Plan, register: Register) -> None:
    webinar = plan()
    sent, failed = register(webinar, "a@x.example"), register(webinar, "b@x.example")
    sent.mails.filter(kind="confirmation").update(sent_at=timezone.now(), attempts=1)
    failed.mails.filter(kind="confirmation").update(error="550 No such mailbox", attempts=8)
    rows = signed_in("sales").get(f"{API}/{webinar.id}/registrations").json()
    assert {r["email"]: (r["mail"], r["mail_error"]) for r in rows} == {
        "a@x.example": ("sent", ""),
        "b@x.example": ("failed", "550 No such mailbox"),
    }
