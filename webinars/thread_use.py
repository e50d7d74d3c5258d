"""A live meeting uses its conversation's thread, also after the conversation was closed."""

from uuid import UUID

from chat.services.thread_use import thread_uses
from webinars.models import Room


def in_a_meeting(conversation_id: UUID) -> bool:
    return Room.objects.filter(conversation=conversation_id, state=Room.State.LIVE).exists()


def register() -> None:
    thread_uses.register("meeting", in_a_meeting)
