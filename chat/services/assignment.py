"""Who answers: taking, handing over, giving back."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import selectors
from chat.errors import AlreadyTaken
from chat.models import Conversation
from chat.services.common import announce, locked, system
from hub.accounts.models import Staff
from hub.accounts.permissions import principal as principal_of
from hub.errors import BadInput, Conflict
from hub.realtime.append import append, join
from hub.realtime.models import Participant
from hub.registry.streams import Principal


def take(*, who: Principal, conversation_id: UUID) -> Conversation:
    """Take a conversation that waits. Two at once: one gets it, the other `AlreadyTaken` with the
    name. Taking what one has already changes nothing."""
    with transaction.atomic():
        conversation = locked(conversation_id, who)
        if conversation.state == "closed":
            raise Conflict
        if conversation.assignee_id == who.id and conversation.state == "active":
            return conversation
        if conversation.state == "active" and conversation.assignee is not None:
            raise AlreadyTaken(name=conversation.assignee.name)
        _assign(conversation, Staff.objects.get(pk=who.id), "joined", "")
        return conversation


def hand_over(*, who: Principal, conversation_id: UUID, to: UUID) -> Conversation:
    """Give a conversation to a colleague who may answer on this site."""
    with transaction.atomic():
        conversation = locked(conversation_id, who)
        colleague = Staff.objects.filter(pk=to, is_active=True).first()
        if colleague is None or not principal_of(colleague).may(
            "conversation.answer", conversation.site_id
        ):
            raise BadInput(field="staff")
        if conversation.state == "closed":
            raise Conflict
        if conversation.assignee_id != colleague.id:
            before = conversation.assignee.name if conversation.assignee else ""
            _assign(conversation, colleague, "assigned", before)
        return conversation


def release(*, who: Principal, conversation_id: UUID) -> Conversation:
    """Put a conversation back into the queue, at the place of its first waiting."""
    with transaction.atomic():
        conversation = locked(conversation_id, who)
        if conversation.state != "active":
            raise Conflict
        assert conversation.assignee is not None
        name = conversation.assignee.name
        conversation.state = "waiting"
        conversation.assignee = None
        conversation.waiting_since = conversation.waiting_since or timezone.now()
        conversation.save(update_fields=["state", "assignee", "waiting_since"])
        append(
            log=conversation.public_log_id,
            participant=system(conversation.public_log_id),
            kind="left",
            body={"name": name},
        )
        announce(conversation, queue_changed=True)
        return conversation


def _assign(conversation: Conversation, staff: Staff, kind: str, before: str) -> None:
    now = timezone.now()
    waited = conversation.state == "waiting"
    Participant.objects.filter(log_id=conversation.public_log_id, kind="staff").exclude(
        subject=staff.id
    ).update(can_write=False)
    conversation.state = "active"
    conversation.assignee = staff
    conversation.taken_at = conversation.taken_at or now
    conversation.save(update_fields=["state", "assignee", "taken_at"])
    seen_as = selectors.person(staff, conversation.language)
    for log in (conversation.public_log_id, conversation.internal_log_id):
        join(
            log=log,
            kind="staff",
            subject=staff.id,
            name=staff.name,
            title=seen_as.title,
            face=seen_as.face,
        )
    append(
        log=conversation.public_log_id,
        participant=system(conversation.public_log_id),
        kind=kind,
        body={"name": staff.name, "before": before} if before else {"name": staff.name},
    )
    announce(conversation, queue_changed=waited)
