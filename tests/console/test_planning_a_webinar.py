"""A manager plans, changes and cancels a webinar, and sees who hears of it."""

from datetime import UTC

import pytest
from playwright.sync_api import expect

from hub.accounts.models import Staff
from hub.sites.models import Site
from tests.console.conftest import Desks
from tests.console.plans import BERLIN, in_two_weeks, planned
from tests.webinars.rooms.people import register
from webinars.models import Webinar, WebinarMail

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_webinar_is_planned_with_its_time_on_the_clocks_of_a_zone(
    desk: Desks, fuchs: Staff, keller: Staff, site: Site
) -> None:
    one = desk(fuchs, "/webinars")
    page = one.page
    expect(page.get_by_text("Noch kein Webinar")).to_be_visible()
    page.get_by_role("link", name="Webinar planen").click()

    one.button("Sichern und veröffentlichen").click()
    title = page.get_by_label("Titel", exact=True)
    expect(title).to_be_focused()
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Bitte ausfüllen.")).to_be_visible()

    local = in_two_weeks()
    title.fill("Bleche allein heben")
    page.get_by_label("Worum es geht, in zwei bis drei Sätzen").fill("Tafeln bis 250 kg.")
    one.button("Punkt hinzufügen").click()
    page.get_by_label("Stichwort").fill("Vier Saugplatten")
    one.button("Aus dem Haus").click()
    page.get_by_role("menuitem", name="Miriam Keller").click()
    one.button("Gast hinzufügen").click()
    page.get_by_label("Name des Gasts").fill("Petra Lang")
    page.get_by_label("E-Mail für den Link zur Bühne").fill("keine Adresse")
    one.types("Tag", f"{local:%d%m%Y}")
    one.types("Beginn", "1430")
    zone = page.get_by_role("combobox", name="Zeitzone")
    zone.fill("kolk")
    page.get_by_role("option", name="Kolkata").click()
    expect(page.get_by_text("10:00–10:45")).to_be_visible()

    # The server's own words, at the guest.
    one.watch.expected.add(422)
    one.button("Sichern und veröffentlichen").click()
    expect(page.get_by_text("Das ist keine E-Mail-Adresse.")).to_be_visible()
    page.get_by_label("E-Mail für den Link zur Bühne").fill("petra@lang.example")
    one.button("Sichern und veröffentlichen").click()

    expect(page.get_by_role("heading", name="Bleche allein heben")).to_be_visible()
    expect(page.get_by_text("veröffentlicht", exact=True)).to_be_visible()
    made = Webinar.objects.get()
    assert made.state == Webinar.State.PUBLISHED
    assert made.time_zone == "Asia/Kolkata"
    assert made.starts_at == local.replace(hour=9, tzinfo=UTC)
    assert made.texts["de"]["takeaways"] == [{"title": "Vier Saugplatten", "text": ""}]
    assert [speaker.name for speaker in made.speakers.all()] == ["Miriam Keller", "Petra Lang"]
    link = page.get_by_role("link", name="Seite öffnen")
    assert (link.get_attribute("href") or "").endswith(f"/webinars/{made.slug}/")


def test_an_hour_that_comes_twice_is_asked_about(desk: Desks, fuchs: Staff, site: Site) -> None:
    one = desk(fuchs, "/webinars/plan")
    one.page.get_by_label("Titel", exact=True).fill("Nachtschicht")
    one.types("Tag", "31102027")
    one.types("Beginn", "0230")
    one.button("Als Entwurf sichern").click()
    expect(one.page.get_by_text("Diese Uhrzeit kommt an dem Tag zweimal")).to_be_visible()
    one.page.get_by_role("radio", name="Die spätere").click()
    one.button("Als Entwurf sichern").click()
    expect(one.page.get_by_text("Entwurf", exact=True)).to_be_visible()
    assert Webinar.objects.get().starts_at.isoformat() == "2027-10-31T01:30:00+00:00"

    one.page.get_by_role("link", name="Bearbeiten").click()
    one.types("Tag", "28032027")
    one.button("Als Entwurf sichern").click()
    expect(one.page.get_by_text("Diese Uhrzeit gibt es an dem Tag nicht")).to_be_visible()


def test_a_draft_is_published_after_a_look_at_what_that_means(
    desk: Desks, fuchs: Staff, site: Site
) -> None:
    one = desk(fuchs, "/webinars/plan")
    one.page.get_by_label("Titel", exact=True).fill("Krane prüfen")
    one.button("Als Entwurf sichern").click()
    expect(one.page.get_by_text("Die Seite gibt es, sobald")).to_be_visible()
    one.button("Veröffentlichen").click()
    expect(one.dialog).to_contain_text("jeder kann sich anmelden")
    assert Webinar.objects.get().state == Webinar.State.DRAFT
    one.dialog.get_by_role("button", name="Veröffentlichen").click()
    expect(one.page.get_by_role("link", name="Seite öffnen")).to_be_visible()
    assert Webinar.objects.get().state == Webinar.State.PUBLISHED


def test_a_change_says_how_many_calendars_follow_and_so_does_cancelling(
    desk: Desks, fuchs: Staff, site: Site
) -> None:
    webinar = planned(fuchs, site)
    register(webinar, "Andreas Höfler")
    register(webinar, "Petra Lang")
    one = desk(fuchs, f"/webinars/{webinar.id}/edit")

    one.page.get_by_label("Worum es geht, in zwei bis drei Sätzen").fill("Mit Vorführung.")
    one.button("Speichern").click()
    expect(one.page.get_by_text("Mit Vorführung.")).to_be_visible()
    assert WebinarMail.objects.count() == 0

    one.page.get_by_role("link", name="Bearbeiten").click()
    one.types("Beginn", "1115")
    one.button("Speichern").click()
    expect(one.dialog).to_contain_text("2 Angemeldete bekommen eine Mail")
    one.button("Sichern und benachrichtigen").click()
    expect(one.page.get_by_role("link", name="Bearbeiten")).to_be_visible()
    expect(one.page.get_by_text("11:15–12:00")).to_be_visible()
    webinar.refresh_from_db()
    assert webinar.starts_at.astimezone(BERLIN).time().isoformat() == "11:15:00"
    assert WebinarMail.objects.filter(kind="update").count() == 2

    one.button("Absagen").click()
    expect(one.dialog).to_contain_text("2 Angemeldete bekommen eine Mail")
    one.button("Doch nicht").click()
    expect(one.dialog).to_be_hidden()
    one.button("Absagen").click()
    one.button("Absagen und benachrichtigen").click()
    expect(one.page.get_by_text("abgesagt", exact=True)).to_be_visible()
    assert WebinarMail.objects.filter(kind="cancellation").count() == 2


def test_whoever_may_not_plan_is_told_so_and_offered_no_button(
    desk: Desks, keller: Staff, fuchs: Staff, site: Site
) -> None:
    webinar = planned(fuchs, site)
    one = desk(keller, "/webinars")
    expect(one.page.get_by_role("link", name="Bleche allein heben", exact=True)).to_be_visible()
    expect(one.page.get_by_role("link", name="Webinar planen")).to_have_count(0)
    one.open("/webinars/plan")
    expect(one.page.get_by_text("Dafür haben Sie keine Berechtigung.")).to_be_visible()
    one.open(f"/webinars/{webinar.id}")
    expect(one.page.get_by_role("link", name="In den Raum")).to_be_visible()
    expect(one.button("Absagen")).to_have_count(0)
    expect(one.page.get_by_role("link", name="Bearbeiten")).to_have_count(0)
