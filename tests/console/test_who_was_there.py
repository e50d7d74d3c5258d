"""The list, who registered, and the report of who came."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hub.accounts.models import Staff
from hub.sites.models import Site
from tests.console.conftest import Desks
from tests.console.plans import planned
from tests.journeys import axe
from tests.webinars.rooms.people import register
from webinars.models import AttendanceInterval, Room, Webinar
from webinars.services.admitting import admit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(fuchs: Staff, site: Site) -> Webinar:
    """Ended a day ago after 40 minutes: Höfler came for 10 and for 20 of them, Lang not at all."""
    webinar = planned(fuchs, site)
    live = timezone.now() - timedelta(days=1)
    came = register(webinar, "Andreas Höfler", company="Metallbau Höfler")
    register(webinar, "Petra Lang", company="Lang Blech")
    one = admit(
        room=webinar.room,
        registration=came,
        name=came.name,
        company=came.company,
        language="de",
    )
    for start, end in ((0, 10), (20, 40)):
        AttendanceInterval.objects.create(
            participant=one,
            joined_at=live + timedelta(minutes=start),
            seen_at=live + timedelta(minutes=end),
            left_at=live + timedelta(minutes=end),
        )
    Webinar.objects.filter(pk=webinar.pk).update(starts_at=live)
    Room.objects.filter(pk=webinar.room_id).update(
        state="ended", live_at=live, ended_at=live + timedelta(minutes=40)
    )
    return webinar


def test_the_report_says_who_came_for_how_long_and_who_did_not(
    desk: Desks, fuchs: Staff, held: Webinar
) -> None:
    one = desk(fuchs, "/webinars")
    page = one.page
    expect(page.get_by_role("region", name="Vorbei")).to_contain_text("2 Angemeldet")
    page.get_by_role("link", name="Bericht: Bleche allein heben").click()

    came = page.get_by_role("row", name="Andreas Höfler")
    expect(came).to_contain_text("30 Min")
    expect(came).to_contain_text("1-mal neu verbunden")
    assert came.locator("rect").count() == 2
    expect(page.get_by_role("row", name="Petra Lang")).to_contain_text("petra.lang@kunde.example")
    expect(page.get_by_text("1 von 2")).to_be_visible()
    expect(page.get_by_text("50 %")).to_be_visible()

    page.get_by_label("Name, Betrieb oder E-Mail suchen").fill("metallbau")
    expect(page.get_by_role("row", name="Petra Lang")).to_have_count(0)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Als Tabelle (CSV)").click()
    table = coming.value.path().read_text(encoding="utf-8-sig")
    assert "Andreas Höfler" in table and "Petra Lang" in table

    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    expect(page.get_by_role("row", name="Andreas Höfler")).to_be_visible()
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("link", name="Als Tabelle (CSV)")).to_be_hidden()


def test_who_registered_can_be_searched_but_taken_along_only_by_whoever_may(
    desk: Desks, keller: Staff, held: Webinar
) -> None:
    one = desk(keller, f"/webinars/{held.id}?tab=registrations")
    expect(one.page.get_by_role("row", name="Petra Lang")).to_contain_text("Lang Blech")
    one.page.get_by_label("Name, Betrieb oder E-Mail suchen").fill("höf")
    expect(one.page.get_by_role("row", name="Petra Lang")).to_have_count(0)
    expect(one.page.get_by_role("row", name="Andreas Höfler")).to_be_visible()
    one.page.get_by_label("Name, Betrieb oder E-Mail suchen").fill("Özil")
    expect(one.page.get_by_text("Niemand gefunden zu „Özil“")).to_be_visible()
    expect(one.page.get_by_role("link", name="Als Tabelle (CSV)")).to_have_count(0)


def test_a_meeting_of_the_house_is_planned_and_entered(
    desk: Desks, keller: Staff, site: Site
) -> None:
    one = desk(keller, "/webinars?tab=meetings")
    one.button("Besprechung planen").click()
    one.page.get_by_label("Thema").fill("Vertriebsrunde")
    soon = timezone.now() + timedelta(days=2)
    one.types("Tag", f"{soon:%d%m%Y}")
    one.types("Beginn", "0900")
    one.dialog.get_by_role("button", name="Besprechung planen").click()
    line = one.page.get_by_role("listitem").filter(has_text="Vertriebsrunde")
    expect(line).to_contain_text("09:00–09:30")
    expect(line).to_contain_text("geplant")
    room = Room.objects.get(kind="meeting")
    assert (room.title, room.state, room.duration_minutes) == ("Vertriebsrunde", "planned", 30)
    line.get_by_role("link", name="Beitreten").click()
    one.page.wait_for_url(f"**/rooms/{room.id}")


def test_the_screens_can_be_used_by_everybody(
    desk: Desks, fuchs: Staff, held: Webinar, site: Site
) -> None:
    coming = planned(fuchs, site)
    found: dict[str, list[str]] = {}
    for theme in ("light", "dark"):
        one = desk(fuchs, "/webinars", color_scheme=theme)
        for name, path, seen in (
            ("list", "/webinars", "Kommt"),
            ("form", "/webinars/plan", "Vortragende"),
            ("report", f"/webinars/{held.id}", "Nicht gekommen"),
            ("registrations", f"/webinars/{coming.id}", "Noch keine Anmeldung"),
            ("meetings", "/webinars?tab=meetings", "Keine Besprechung"),
        ):
            one.open(path)
            expect(one.page.get_by_text(seen).first).to_be_visible()
            found[f"{name}, {theme}"] = axe.findings(one.page)
    axe.require_none(found)


def test_on_a_phone_nothing_is_wider_than_the_screen(
    desk: Desks, fuchs: Staff, held: Webinar
) -> None:
    one = desk(fuchs, "/webinars", viewport={"width": 390, "height": 844})
    for path in ("/webinars", "/webinars/plan", f"/webinars/{held.id}"):
        one.open(path)
        one.page.wait_for_timeout(500)
        width = one.page.evaluate("document.documentElement.scrollWidth")
        assert width == 390, (path, width)
    for table in one.page.locator(".table").all():
        box = table.bounding_box()
        assert box is not None and box["x"] + box["width"] <= 390
    expect(one.page.get_by_role("row", name="Andreas Höfler")).to_contain_text("30 Min")
    assert not axe.findings(one.page)
