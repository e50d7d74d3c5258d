"""What several use cases need: the participants of a conversation, and telling who has to know."""

from uuid import UUID

from django.db import transaction

from chat import selectors
from chat.models import Conversation
from hub.errors import NotFound
from hub.realtime.fanout import publish_event
from hub.realtime.models import Participant
from hub.registry.streams import Principal


def locked(conversation_id: UUID, who: Principal | None = None) -> Conversation:
    """The conversation, held until the commit. With `who`: only if they may answer there."""
    found = (
        # Not the assignee: whoever waited for the lock would see it as it was before (an outer join
        # is not read again), and two would take one conversation.
        Conversation.objects.select_for_update(of=("self",))
        .select_related("site", "visitor__identity")
        .filter(pk=conversation_id)
        .first()
    )
    if found is None or (
        who is not None
        and who.kind == "staff"
        and not who.may("conversation.answer", found.site_id)
    ):
        raise NotFound
    return found


def system(log_id: UUID) -> UUID:
    """The participant under which the system writes in a log."""
    found = Participant.objects.filter(log_id=log_id, kind="system").first()
    if found is None:
        found = Participant.objects.create(log_id=log_id, kind="system", can_write=False)
    return found.id


def announce(conversation: Conversation, *, queue_changed: bool = False) -> None:
    """Tell everybody in the conversation its state, staff that the inbox changed, and those who
    wait their places. After the commit; all of it may be lost."""
    conversation_id, site_id = conversation.id, conversation.site_id
    transaction.on_commit(lambda: _announce(conversation_id, site_id, queue_changed), robust=True)


def _announce(conversation_id: UUID, site_id: UUID, queue_changed: bool) -> None:
    conversation = Conversation.objects.select_related("site", "assignee").get(pk=conversation_id)
    topic = f"conversation:{conversation_id}"
    publish_event(topic, "state", selectors.state(conversation))
    publish_event("inbox", "changed", {"conversation": str(conversation_id)})
    if queue_changed:
        announce_places(site_id)


def announce_places(site_id: UUID) -> None:
    """Tell everybody who waits on a site where they stand now."""
    for waiting, place in selectors.places(site_id).items():
        publish_event(f"conversation:{waiting}", "queue", place, audience="visitor")
