"""A live meeting uses its conversation's thread, also after the conversation was closed."""

from typing import Any

from django.db.models import QuerySet

from chat.services.thread_use import thread_uses
from webinars.models import Room


def in_a_meeting() -> "QuerySet[Any, Any]":
    live = Room.objects.filter(conversation__isnull=False, state=Room.State.LIVE)
    return live.values("conversation")


def register() -> None:
    thread_uses.register("meeting", in_a_meeting)
