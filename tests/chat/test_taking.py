"""Two salespeople and one conversation."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection

from chat.errors import AlreadyTaken
from chat.models import Conversation
from chat.services import assignment, start
from hub.accounts.permissions import principal
from hub.realtime.models import Entry
from hub.registry.streams import Principal
from tests.people import make_site, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def asked() -> UUID:
    site = make_site()
    began = start.start_conversation(
        site_key=site.key,
        conversation_id=uuid4(),
        key=secrets.token_urlsafe(32),
        client_id=uuid4(),
        text="Was kostet er?",
        language="de",
    )
    return began.conversation


def test_two_who_take_it_at_once_one_gets_it_and_the_other_is_told_by_whom() -> None:
    conversation = asked()
    people = [principal(make_staff(name)) for name in ("Miriam Keller", "Jonas Brückner")]
    together = Barrier(len(people))

    def take(who: Principal) -> str:
        together.wait()
        try:
            assignment.take(who=who, conversation_id=conversation)
        except AlreadyTaken as error:
            return f"told: {error.facts['name']}"
        finally:
            connection.close()
        return f"got it: {who.name}"

    with ThreadPoolExecutor(len(people)) as pool:
        outcomes = sorted(pool.map(take, people))

    taken = Conversation.objects.select_related("assignee").get(pk=conversation)
    assert taken.assignee is not None
    assert outcomes == [f"got it: {taken.assignee.name}", f"told: {taken.assignee.name}"]
    joined = Entry.objects.filter(log_id=taken.public_log_id, kind="joined")
    assert [entry.body["name"] for entry in joined] == [taken.assignee.name]
