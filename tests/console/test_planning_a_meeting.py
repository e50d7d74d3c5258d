"""A meeting with colleagues: planned, changed, called off, and what others see of that."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Locator, Route, expect

from chat.models import Conversation
from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.sites.models import Site
from tests.console.conftest import Desks, Panels
from tests.console.desk import Desk
from tests.console.meeting_words import MEETING
from tests.console.plans import BERLIN, in_two_weeks
from tests.console.words import Words
from tests.journeys import axe
from tests.people import make_staff
from webinars.models import MeetingInvitation, MeetingMail, Room
from webinars.services import meetings, replanning, stepping
from webinars.services.rooms import held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def colleagues(site: Site) -> list[Staff]:
    return [make_staff(name) for name in ("Anna Berg", "Bernd Kuhn", "Jörg Österle")]


def invite(one: Desk, *names: str) -> None:
    field = one.dialog.get_by_role("combobox")
    for name in names:
        field.fill(name[:4].replace("ö", "o"))
        expect(one.page.get_by_role("option")).to_have_text([re.compile(name)])
        one.page.get_by_role("option").click()
    # The list stays open for the next one, and lies over the rest.
    field.press("Escape")
    for name in names:
        expect(one.dialog.get_by_role("row", name=name)).to_be_visible()


def let_off(one: Desk, name: str) -> None:
    one.dialog.get_by_role("row", name=name).get_by_role("button").click()
    expect(one.dialog.get_by_role("row", name=name)).to_have_count(0)


def line(one: Desk, title: str) -> Locator:
    return one.page.get_by_role("listitem").filter(has_text=title)


def planned(by: Staff, site: Site, *, at: datetime | None = None, invited: list[Staff]) -> Room:
    return meetings.plan(
        who=principal(by),
        room_id=uuid4(),
        site=site,
        title="Vertriebsrunde",
        starts_at=at or timezone.now() + timedelta(days=2),
        invited=[each.id for each in invited],
    )


def asked(room: Room) -> set[str]:
    staff = MeetingInvitation.objects.filter(room=room, withdrawn_at=None).values("staff")
    return set(Staff.objects.filter(pk__in=staff).values_list("name", flat=True))


def test_it_is_planned_with_colleagues_changed_and_called_off(
    desk: Desks, keller: Staff, colleagues: list[Staff], words: Words
) -> None:
    said = MEETING[words.language]
    one = desk(keller, "/webinars?tab=meetings", words)
    one.button(said.plan).click()
    one.dialog.get_by_label(said.subject).fill("Angebot durchgehen")
    local = in_two_weeks()
    one.types(said.day, f"{local:%d%m%Y}")
    one.types(said.start, "0930")
    invite(one, "Anna Berg", "Jörg Österle", "Bernd Kuhn")
    let_off(one, "Bernd Kuhn")
    one.dialog.get_by_role("combobox").fill("Keller")
    expect(one.page.get_by_role("listbox")).to_contain_text(said.nobody)
    one.page.keyboard.press("Escape")
    expect(one.page.get_by_role("listbox")).to_have_count(0)
    axe.require_none({"dialog": axe.findings(one.page)})
    one.dialog.get_by_role("button", name=said.plan).click()
    expect(one.dialog).to_be_hidden()
    row = line(one, "Angebot durchgehen")
    expect(row).to_contain_text(said.invited)
    expect(row).to_contain_text("09:30–10:00")
    room = Room.objects.get()
    assert asked(room) == {"Anna Berg", "Jörg Österle", "Miriam Keller"}

    row.get_by_role("button", name=said.change).click()
    expect(one.dialog.get_by_label(said.subject)).to_have_value("Angebot durchgehen")
    expect(one.dialog.get_by_role("row", name="Miriam Keller")).to_have_count(0)
    one.types(said.start, "1115")
    let_off(one, "Jörg Österle")
    one.dialog.get_by_role("button", name=said.save).click()
    expect(one.dialog).to_be_hidden()
    expect(row).to_contain_text("11:15–11:45")
    expect(row).not_to_contain_text("Jörg Österle")
    room.refresh_from_db()
    assert room.starts_at is not None
    assert room.starts_at.astimezone(BERLIN).time().isoformat() == "11:15:00"
    assert asked(room) == {"Anna Berg", "Miriam Keller"}

    row.get_by_role("button", name=said.change).click()
    one.button(said.cancel).click()
    expect(one.page.get_by_text(said.one_mail)).to_be_visible()
    one.button(said.keep).click()
    expect(one.dialog.get_by_label(said.subject)).to_be_visible()
    one.button(said.cancel).click()
    one.button(said.really).click()
    expect(one.dialog).to_be_hidden()
    expect(row).to_have_count(0)
    expect(one.page.get_by_text(said.cancelled)).to_be_visible()
    room.refresh_from_db()
    assert room.state == Room.State.ENDED
    assert room.live_at is None


def test_one_with_a_visitor_is_called_off_on_both_sides(
    desk: Desks, panel: Panels, keller: Staff, colleagues: list[Staff], site: Site, words: Words
) -> None:
    said = MEETING[words.language]
    visitor = panel(words)
    visitor.say(words.question)
    one = desk(keller, words=words)
    one.take()
    one.button(said.more).click()
    one.page.get_by_role("menuitem", name=said.arrange).click()
    one.dialog.get_by_label(said.subject).fill("Angebot durchgehen")
    one.types(said.day, f"{in_two_weeks():%d%m%Y}")
    invite(one, "Anna Berg")
    one.dialog.get_by_role("button", name=said.plan).click()
    card = visitor.card("Angebot durchgehen")
    expect(card.get_by_role("button", name=said.to_room)).to_be_visible()

    one.open("/webinars?tab=meetings")
    row = line(one, "Angebot durchgehen")
    row.get_by_role("button", name=said.change).click()
    expect(one.dialog).to_contain_text(said.agreed)
    expect(one.dialog.get_by_label(said.subject)).to_have_count(0)
    invite(one, "Bernd Kuhn")
    one.dialog.get_by_role("button", name=said.save).click()
    expect(row).to_contain_text("Bernd Kuhn")
    assert asked(Room.objects.get()) == {"Anna Berg", "Bernd Kuhn", "Miriam Keller"}

    row.get_by_role("button", name=said.change).click()
    one.button(said.cancel).click()
    expect(one.page.get_by_text(said.visitor_sees)).to_be_visible()
    one.button(said.really).click()
    expect(card).to_contain_text(said.card)
    expect(card.get_by_role("button")).to_have_count(0)
    one.open(f"/conversations/{Conversation.objects.get().id}")
    expect(one.log.locator(".invite")).to_contain_text(said.mark)
    expect(one.log.locator(".invite").get_by_role("link")).to_have_count(0)


def test_what_the_server_refuses_stands_at_its_field_and_nothing_typed_is_lost(
    desk: Desks, keller: Staff, colleagues: list[Staff]
) -> None:
    one = desk(keller, "/webinars?tab=meetings")
    one.button("Besprechung planen").click()
    one.dialog.get_by_label("Thema").fill("Angebot durchgehen")
    one.types("Tag", f"{in_two_weeks():%d%m%Y}")
    invite(one, "Anna Berg", "Bernd Kuhn")
    one.dialog.get_by_label("Dauer in Minuten").fill("3")
    one.dialog.get_by_role("button", name="Besprechung planen").click()
    expect(one.dialog.get_by_text("Mindestens 5 Minuten.")).to_be_visible()
    expect(one.dialog.get_by_label("Dauer in Minuten")).to_be_focused()
    one.dialog.get_by_label("Dauer in Minuten").fill("20")

    # She leaves the house while her name stands in the dialog.
    Staff.objects.filter(name="Anna Berg").update(is_active=False)
    one.watch.expected.add(422)
    one.dialog.get_by_role("button", name="Besprechung planen").click()
    expect(one.dialog.get_by_text("nicht mehr da oder hat keinen Zugang")).to_be_visible()
    expect(one.dialog.get_by_role("combobox")).to_have_attribute("aria-invalid", "true")
    expect(one.dialog.get_by_role("combobox")).to_be_focused()
    assert Room.objects.count() == 0
    one.page.keyboard.press("Escape")
    expect(one.dialog.get_by_label("Thema")).to_have_value("Angebot durchgehen")
    expect(one.dialog.get_by_role("row", name="Bernd Kuhn")).to_be_visible()
    let_off(one, "Anna Berg")
    one.dialog.get_by_role("button", name="Besprechung planen").click()
    expect(one.dialog).to_be_hidden()
    assert asked(Room.objects.get()) == {"Bernd Kuhn", "Miriam Keller"}


def test_without_the_names_it_is_planned_without_inviting(desk: Desks, keller: Staff) -> None:
    one = desk(keller, "/webinars?tab=meetings")
    one.watch.expected.add(503)
    away = True

    def answer(route: Route) -> None:
        if away:
            route.fulfill(status=503, json={})
        else:
            route.continue_()

    one.page.route("**/api/v1/team", answer)
    one.button("Besprechung planen").click()
    expect(one.dialog.get_by_text("Die Namen ließen sich nicht laden.")).to_be_visible()
    one.dialog.get_by_label("Thema").fill("Angebot durchgehen")
    one.dialog.get_by_role("button", name="Besprechung planen").click()
    expect(one.dialog).to_be_hidden()
    assert asked(Room.objects.get()) == {"Miriam Keller"}

    line(one, "Angebot durchgehen").get_by_role("button", name="Ändern").click()
    expect(one.dialog.get_by_text("Die Namen ließen sich nicht laden.")).to_be_visible()
    away = False
    one.button("Noch einmal versuchen").click()
    expect(one.dialog.get_by_role("combobox", name="Wen einladen?")).to_be_visible()


def test_it_begins_while_it_is_being_changed_and_somebody_can_still_be_asked_in(
    desk: Desks, keller: Staff, fuchs: Staff, colleagues: list[Staff], site: Site
) -> None:
    room = planned(fuchs, site, at=timezone.now() + timedelta(minutes=10), invited=[keller])
    mail = MeetingMail.objects.get(invitation__staff=fuchs.id)
    MeetingMail.objects.filter(pk=mail.pk).update(error="550 No such user")
    one = desk(keller, "/webinars?tab=meetings")
    row = line(one, "Vertriebsrunde")
    expect(row).to_contain_text("Sie sind eingeladen")
    expect(row).to_contain_text("Mail an Lena Fuchs ging nicht hinaus: 550 No such user")
    row.get_by_role("button", name="Ändern").click()
    one.dialog.get_by_label("Thema").fill("Vertriebsrunde, neu")
    invite(one, "Anna Berg")
    Room.objects.filter(pk=room.pk).update(state=Room.State.LIVE, live_at=timezone.now())
    one.watch.expected.add(409)
    one.dialog.get_by_role("button", name="Speichern").click()
    expect(one.dialog.get_by_role("alert")).to_be_visible()
    expect(one.dialog).to_contain_text("Jemanden dazuholen")
    expect(one.dialog.get_by_label("Thema")).to_have_count(0)
    one.dialog.get_by_role("button", name="Speichern").click()
    expect(one.dialog).to_be_hidden()
    expect(row).to_contain_text("Anna Berg")
    assert asked(room) == {"Anna Berg", "Lena Fuchs", "Miriam Keller"}


def test_whoever_is_asked_hears_of_it_when_it_runs_wherever_in_the_console_they_are(
    desk: Desks, keller: Staff, colleagues: list[Staff], site: Site, words: Words
) -> None:
    said = MEETING[words.language]
    one = desk(colleagues[0], words=words)
    room = meetings.plan(who=principal(keller), room_id=uuid4(), site=site, title="Vertriebsrunde")
    expect(one.page.get_by_text(said.runs)).to_have_count(0)
    replanning.change(who=principal(keller), room_id=room.id, invited=[colleagues[0].id])
    strip = one.page.get_by_role("status").filter(has_text=said.runs)
    expect(strip).to_be_visible()
    one.open("/contacts")
    expect(strip).to_be_visible()
    strip.get_by_role("button").click()
    expect(strip).to_be_hidden()
    one.page.reload()
    expect(strip).to_be_visible()
    strip.get_by_role("link").click()
    one.page.wait_for_url(f"**/rooms/{room.id}")
    expect(strip).to_be_hidden()

    one.open("/contacts")
    expect(strip).to_be_visible()
    with transaction.atomic():
        stepping.end(held(room.id))
    expect(strip).to_be_hidden()
