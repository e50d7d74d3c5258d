"""From a conversation: closing at once, an invitation, a call, and what stays of both."""

import pytest
from playwright.sync_api import Route, expect

from chat.models import Conversation
from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.sites.models import Site
from tests.console.conftest import Desks, Panels
from tests.console.plans import BERLIN, in_two_weeks, planned
from tests.console.words import Words
from webinars.models import Registration, Room
from webinars.services import links, planning, stepping, withdrawing

pytestmark = pytest.mark.django_db(transaction=True)


def test_closing_can_be_pressed_while_the_taking_is_still_being_answered(
    desk: Desks, panel: Panels, keller: Staff, site: Site, words: Words
) -> None:
    panel(words).say(words.question)
    one = desk(keller, words=words)
    held: list[Route] = []

    def hold(route: Route) -> None:
        """The server has taken it; its answer waits, while the line is faster."""
        route.fetch()
        held.append(route)

    one.page.route("**/take", hold)
    one.take()
    one.page.locator(".bar__acts").get_by_role("button", name=words.finish).click()
    expect(one.dialog).to_contain_text(words.finish_title)
    one.dialog.get_by_role("button", name=words.finish, exact=True).click()
    for route in held:
        route.fulfill(status=200, json={})
    expect(one.page.get_by_text(words.closed)).to_be_visible()
    assert Conversation.objects.get().state == Conversation.State.CLOSED


def test_an_invitation_is_answered_with_a_press_and_stands_on_both_sides(
    desk: Desks, panel: Panels, keller: Staff, fuchs: Staff, site: Site, words: Words
) -> None:
    webinar = planned(fuchs, site)
    visitor = panel(words)
    visitor.say(words.question)
    one = desk(keller, words=words)
    one.take()
    one.button(words.invite).click()
    one.page.get_by_role("option", name=words.webinar).click()
    sent = one.log.locator(".invite")
    expect(sent).to_contain_text(words.webinar)
    expect(sent).to_contain_text("10:00–10:45")
    expect(sent).to_contain_text(words.not_registered)

    card = visitor.card(f"Webinar {words.webinar}")
    expect(card).to_contain_text("10:00–10:45")
    card.get_by_role("button", name=words.register).click()
    # Nobody is known here: the card asks, and says what does not fit.
    card.get_by_label(words.name).fill("Andreas Höfler")
    card.get_by_label(words.email).fill("ah-mb-hoefler.example")
    card.get_by_role("button", name=words.register).click()
    expect(card.get_by_role("alert")).to_be_visible()
    expect(card.get_by_label(words.email)).to_have_attribute("aria-invalid", "true")
    assert Registration.objects.count() == 0
    card.get_by_label(words.email).fill("ah@mb-hoefler.example")
    card.get_by_role("button", name=words.register).click()

    expect(card).to_contain_text(words.done)
    expect(sent.get_by_text(words.registered, exact=True)).to_be_visible()
    stored = Registration.objects.get()
    assert (stored.name, stored.email, stored.source) == (
        "Andreas Höfler",
        "ah@mb-hoefler.example",
        "chat",
    )
    assert stored.invited_by == keller.id

    visitor.reload()
    expect(visitor.card(f"Webinar {words.webinar}")).to_contain_text(words.done)
    one.page.reload()
    expect(one.log.locator(".invite").get_by_text(words.registered, exact=True)).to_be_visible()

    history = one.page.locator(".trace")
    expect(history).to_contain_text(words.webinar)
    withdrawing.withdraw(links.for_registration(stored))
    expect(one.log.locator(".invite").get_by_text(words.withdrawn, exact=True)).to_be_visible()
    expect(history).to_contain_text(words.withdrew)

    planning.cancel(who=principal(fuchs), webinar_id=webinar.id)
    visitor.reload()
    card = visitor.card(f"Webinar {words.webinar}")
    expect(card.get_by_role("button")).to_have_count(0)


def test_a_call_has_a_card_that_opens_the_room_and_says_when_it_is_over(
    desk: Desks, panel: Panels, keller: Staff, site: Site, words: Words
) -> None:
    visitor = panel(words)
    visitor.say(words.question)
    one = desk(keller, words=words)
    one.take()
    one.button(words.call).click()
    one.page.wait_for_url("**/rooms/*")
    room = Room.objects.get()
    assert one.page.url.endswith(f"/rooms/{room.id}")
    conversation = Conversation.objects.get()
    assert room.conversation_id == conversation.id

    card = visitor.card(words.meeting)
    with visitor.context.expect_page() as opened:
        card.get_by_role("button", name=words.join).click()
    opened.value.wait_for_load_state()
    assert opened.value.url.startswith(f"{visitor.web.public}/room/")
    opened.value.close()

    one.open(f"/conversations/{conversation.id}")
    back = one.log.locator(".invite").get_by_role("link")
    assert (back.get_attribute("href") or "").endswith(f"/rooms/{room.id}")

    stepping.step(who=principal(keller), room_id=room.id, step="end")
    expect(visitor.card(words.meeting)).to_contain_text(words.meeting_over)
    expect(visitor.card(words.meeting).get_by_role("button")).to_have_count(0)
    expect(one.log.locator(".invite")).to_contain_text(words.over)
    visitor.reload()
    expect(visitor.card(words.meeting)).to_contain_text(words.meeting_over)


def test_a_meeting_is_arranged_and_its_card_says_when(
    desk: Desks, panel: Panels, keller: Staff, site: Site
) -> None:
    visitor = panel()
    visitor.say(visitor.words.question)
    one = desk(keller)
    one.take()
    one.button("Weitere").click()
    one.page.get_by_role("menuitem", name="Besprechung vereinbaren …").click()
    one.dialog.get_by_label("Thema").fill("Angebot durchgehen")
    local = in_two_weeks()
    one.types("Tag", f"{local:%d%m%Y}")
    one.types("Beginn", "0930")
    one.dialog.get_by_label("Dauer in Minuten").fill("20")
    one.dialog.get_by_role("button", name="Besprechung planen").click()
    expect(one.dialog).to_be_hidden()
    expect(one.log.locator(".invite")).to_contain_text("09:30–09:50")
    card = visitor.card("Angebot durchgehen")
    expect(card).to_contain_text("09:30")
    expect(card.get_by_role("button", name="Zum Raum")).to_be_visible()
    room = Room.objects.get()
    assert room.conversation_id == Conversation.objects.get().id
    assert room.starts_at is not None
    assert room.starts_at.astimezone(BERLIN).replace(tzinfo=None) == local.replace(
        minute=30, hour=9
    )
