"""An invitation's card in the panel reads how it stands, while it is looked at and after."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from hub.accounts.permissions import principal
from hub.contacts.services import identify
from hub.realtime.append import append
from hub.realtime.models import Participant
from hub.sites.models import Site
from tests.webinars.rooms.people import make_room, make_webinar
from tests.widget.desk import Desk, say
from webinars.cards import WebinarCard, _complete
from webinars.models import Registration
from webinars.services import links, withdrawing

pytestmark = pytest.mark.django_db(transaction=True)


def invite(desk: Desk) -> None:
    now = timezone.now()
    room = make_room(Site.objects.get(), title="Bleche allein heben")
    webinar = make_webinar(room, starts_at=now + timedelta(days=7), published_at=now)
    conversation = desk.conversation()
    identify(conversation.visitor.identity, name="Anna Sommer", email="anna@sommer.example")
    log = conversation.public_log_id
    card = _complete(principal(desk.keller), log, WebinarCard(webinar=str(webinar.id)))
    speaker = Participant.objects.get(log_id=log, kind="staff", subject=desk.keller.id)
    with transaction.atomic():
        append(log=log, participant=speaker.id, kind="card.webinar", body=card)


def token() -> str:
    return links.for_registration(Registration.objects.select_related("webinar__room").get())


def test_the_card_follows_a_withdrawal_and_its_end(panel: Page, desk: Desk) -> None:
    say(panel, "Guten Tag")
    expect(panel.locator(".msg__meta")).to_contain_text("angekommen")
    desk.take()
    invite(desk)
    card = panel.get_by_role("article", name="Bleche allein heben")
    press = card.get_by_role("button", name="Anmelden")
    press.click()
    expect(card.get_by_role("status")).to_contain_text("Sie sind angemeldet")
    expect(press).to_have_count(0)

    withdrawing.withdraw(token())
    expect(card).to_contain_text("Sie haben sich abgemeldet.")
    expect(card.get_by_role("status")).to_have_count(0)
    expect(press).to_be_visible()
    panel.reload()
    expect(card).to_contain_text("Sie haben sich abgemeldet.")

    withdrawing.take_back(token())
    expect(card.get_by_role("status")).to_contain_text("Sie sind angemeldet")
    withdrawing.withdraw(token())
    press.click()
    expect(card.get_by_role("status")).to_contain_text("Sie sind angemeldet")
    assert Registration.objects.get().cancelled_at is None
