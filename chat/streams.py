"""What a socket can subscribe to here: a conversation, and the inbox."""

from uuid import UUID

from chat import selectors
from hub.accounts.models import Staff
from hub.errors import NotAllowed, NotFound
from hub.realtime.models import Participant
from hub.registry.participants import describers
from hub.registry.streams import Principal, Resolved, Stream, StreamLog, streams
from hub.threads import in_thread


async def conversation(principal: Principal, ref: str) -> Resolved:
    try:
        wanted = UUID(ref.partition(":")[2])
    except ValueError:
        raise NotFound from None
    return await in_thread(_conversation, principal, wanted)


def _conversation(principal: Principal, wanted: UUID) -> Resolved:
    found = selectors.get(principal, wanted)
    mine = {
        p.log_id: p.id
        for p in Participant.objects.filter(
            log_id__in=[found.public_log_id, found.internal_log_id],
            kind=principal.kind,
            subject=principal.id,
            can_write=True,
        )
    }
    logs = [
        StreamLog(
            log=found.public_log_id,
            audience="public",
            participant=mine.get(found.public_log_id),
            preview=found.site.typing_preview,
        )
    ]
    if principal.kind == "staff" and principal.may("conversation.note", found.site_id):
        # Whoever may write notes may do so without taking the conversation.
        writer = mine.get(found.internal_log_id) or _note_writer(principal, found.internal_log_id)
        logs.append(StreamLog(log=found.internal_log_id, audience="internal", participant=writer))
    return Resolved(
        logs=logs,
        state=selectors.state(found, principal.lang),
    )


def _note_writer(principal: Principal, log_id: UUID) -> UUID:
    participant, _ = Participant.objects.get_or_create(
        log_id=log_id, kind="staff", subject=principal.id, defaults={"name": principal.name}
    )
    return participant.id


async def inbox(principal: Principal, ref: str) -> Resolved:
    if principal.kind != "staff" or not any(a == "conversation.read" for a, _ in principal.grants):
        raise NotAllowed
    return Resolved(logs=[])


async def describe_staff(subjects: list[UUID], lang: str) -> dict[UUID, tuple[str, str]]:
    return await in_thread(_describe_staff, subjects, lang)


def _describe_staff(subjects: list[UUID], lang: str) -> dict[UUID, tuple[str, str]]:
    found = {}
    for staff in Staff.objects.filter(pk__in=subjects):
        seen_as = selectors.person(staff, lang)
        found[staff.id] = (seen_as.title, seen_as.face)
    return found


def register() -> None:
    streams.register("conversation", Stream("conversation", conversation))
    streams.register("inbox", Stream("inbox", inbox, topics=lambda ref: ["inbox", "contacts"]))
    describers.register("staff", describe_staff)
