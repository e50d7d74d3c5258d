"""What becomes of a question."""

from uuid import UUID

from django.db import transaction

from hub.errors import NotFound
from hub.realtime.append import append, join
from hub.realtime.models import Entry
from hub.registry.streams import Principal
from webinars.entries import QuestionSettled
from webinars.selectors import rooms
from webinars.services.rooms import actor


def settle(
    *, who: Principal, room_id: UUID, action_id: UUID, question: int, state: str, text: str = ""
) -> int:
    """Say in the public log what becomes of the question with that seq; the seq of what was said.

    Raises `NotAllowed`; `NotFound` when there is no such question.
    """
    with transaction.atomic():
        me = actor(who, rooms.room(room_id), "question.state")
        log = me.room.public_log_id
        if not Entry.objects.filter(log_id=log, seq=question, kind="question").exists():
            raise NotFound
        writer = join(log=log, kind="staff", subject=who.id, name=me.name)
        entry = append(
            log=log,
            participant=writer.id,
            kind="question.state",
            body=QuestionSettled(
                question=question,
                state=state,  # type: ignore[arg-type]
                text=text.replace("\x00", "").strip(),
            ),
            client_id=action_id,
        )
        return entry.seq
