"""Keeping an invitation's card true: registered, withdrawn, registered again."""

from uuid import UUID

from django.db.models import Q, QuerySet

from chat.models import Conversation
from chat.services.common import announce, system
from hub.realtime.append import append
from hub.realtime.models import Entry
from webinars.models import Registration
from webinars.outcomes import WebinarRegistered, WebinarWithdrawn

REGISTERED, WITHDRAWN = "webinar.registered", "webinar.withdrawn"


def pressed(*, conversation: Conversation, webinar_id: UUID, card: int, title: str) -> None:
    """Note that whoever the conversation is with is registered, unless that is what it says.

    Last in the transaction that holds the webinar.
    """
    last = _last([conversation], webinar_id).get(conversation.public_log_id)
    if last is None or last.kind != REGISTERED:
        _note(conversation, REGISTERED, WebinarRegistered(card, str(webinar_id), title))


def changed(registration: Registration) -> None:
    """Note a withdrawal, or its end, in the conversations that say otherwise.

    Only in the one that made the registration and in those with the same person: whoever typed
    somebody's address into a chat does not learn what became of it. Last in the transaction that
    holds the webinar.
    """
    conversations = list(_with_the_person(registration))
    last = _last(conversations, registration.webinar_id)
    kind, struct = (
        (WITHDRAWN, WebinarWithdrawn)
        if registration.cancelled_at is not None
        else (REGISTERED, WebinarRegistered)
    )
    for conversation in conversations:
        before = last.get(conversation.public_log_id)
        if before is not None and before.kind != kind:
            _note(conversation, kind, struct(**before.body))


def _with_the_person(registration: Registration) -> "QuerySet[Conversation]":
    theirs = Q(pk=registration.conversation_id)
    if registration.identity.contact_id is not None:
        theirs |= Q(visitor__identity__contact=registration.identity.contact_id)
    return Conversation.objects.filter(theirs).order_by("public_log_id")


def _last(conversations: list[Conversation], webinar_id: UUID) -> dict[UUID, Entry]:
    """log → the newest entry that says how it stands with the webinar."""
    found = Entry.objects.filter(
        log_id__in=[one.public_log_id for one in conversations],
        kind__in=[REGISTERED, WITHDRAWN],
        body__webinar=str(webinar_id),
    )
    return {entry.log_id: entry for entry in found.order_by("seq")}


def _note(
    conversation: Conversation, kind: str, body: WebinarRegistered | WebinarWithdrawn
) -> None:
    log = conversation.public_log_id
    append(log=log, participant=system(log), kind=kind, body=body, into_closed=True)
    announce(conversation)
