"""A meeting out of a conversation: everybody on the stage, and the thread goes on."""

from uuid import uuid4

from playwright.sync_api import expect

from chat.models import Conversation
from chat.services import assignment
from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.realtime.models import Entry
from hub.registry.streams import Principal
from tests.clients import start_conversation
from tests.room.conftest import Guests, Hosts
from tests.serving import Web
from tests.webinars.media.processes import MediaProcess
from webinars.models import RoomParticipant
from webinars.services import meetings


def test_a_meeting_from_a_conversation(
    web: Web, media: MediaProcess, keller: Staff, guest: Guests, host: Hosts
) -> None:
    begun = start_conversation(web.public, "haldner", "Können wir kurz sprechen?")
    conversation = Conversation.objects.get(pk=begun["conversation"])
    staff = principal(keller)
    assignment.take(who=staff, conversation_id=conversation.id)
    room = meetings.start(who=staff, room_id=uuid4(), conversation_id=conversation.id)
    visitor = Principal(kind="visitor", id=conversation.visitor_id, site=conversation.site_id)
    conversation.refresh_from_db()
    link = meetings.join_link(who=visitor, conversation=conversation, room_id=room.id)

    miriam, anna = host(), guest()
    miriam.open(web, keller, room)
    miriam.press("Kamera und Mikrofon einschalten")
    anna.open(web, link.partition("#")[2])
    anna.page.get_by_role("button", name="teilnehmen").first.click()
    anna.reads("Mit Bild und Ton?")
    assert anna.figures()["open"] <= 1, "nothing is sent before it is turned on"
    anna.press("Kamera und Mikrofon einschalten")

    me = RoomParticipant.objects.get(room=room, staff=keller.id)
    other = RoomParticipant.objects.get(room=room, staff=None)
    anna.sees(anna.tile(me))
    miriam.sees(miriam.tile(other))
    anna.sees(anna.tile(other))
    for one in (anna, miriam):
        one.hears()
        expect(one.page.get_by_role("tab", name="Fragen")).to_have_count(0)

    # one thread on both sides
    anna.writes("Ich sehe Sie")
    miriam.reads("Ich sehe Sie")
    for text in ("Können wir kurz sprechen?", "Ich sehe Sie"):
        line = miriam.page.locator(".say", has_text=text)
        expect(line.locator(".meta")).to_contain_text("Besucher")
        expect(line.locator(".avatar")).to_have_attribute("data-initials", "B")
    expect(miriam.page.locator(miriam.tile(other)).locator("xpath=..")).to_contain_text("Besucher")
    miriam.page.get_by_label("Nachricht an alle").fill("Ich Sie auch")
    miriam.page.get_by_label("Nachricht an alle").press("Enter")
    anna.reads("Ich Sie auch")
    said = Entry.objects.filter(log_id=conversation.public_log_id, kind="message")
    texts = [entry.body["text"] for entry in said.order_by("seq")]
    assert texts == ["Können wir kurz sprechen?", "Ich sehe Sie", "Ich Sie auch"]

    # the guest shows a screen, and everybody sees it
    anna.press("Bildschirm teilen")
    miriam.sees("figure[data-screen] video")
    anna.press("Teilen beenden")
    expect(miriam.page.locator("figure[data-screen]")).to_have_count(0)
    # Both contexts share one browser's capturing, which takes its time to end the screen's.
    miriam.goes_on(miriam.tile(other), 8)
    anna.goes_on(anna.tile(me), 8)

    miriam.press("Für alle beenden")
    miriam.press("Jetzt beenden")
    anna.reads("Die Besprechung ist beendet")
    miriam.reads("Beendet")
