"""Files in a conversation: who may give and see them, and the entry that shows one."""

from uuid import UUID

from chat import selectors
from chat.entries import FileCard
from chat.models import Conversation
from hub.errors import HubError, NotFound
from hub.files import services
from hub.registry.file_owners import FileOwner, register_file_owner
from hub.registry.streams import Principal
from hub.threads import in_thread


def may_upload(who: Principal, conversation_id: UUID) -> bool:
    return _allowed(who, conversation_id, "conversation.answer")


def may_read(who: Principal, conversation_id: UUID) -> bool:
    return _allowed(who, conversation_id, "conversation.read")


def _allowed(who: Principal, conversation_id: UUID, action: str) -> bool:
    try:
        selectors.get(who, conversation_id, action)
    except HubError:
        return False
    return True


async def complete_file(who: Principal, log_id: UUID, card: FileCard) -> FileCard:
    """The file as it was stored: its uploader's own, for this conversation. Links are fetched when
    they are shown, since they expire."""
    return await in_thread(_complete, who, log_id, card)


def _complete(who: Principal, log_id: UUID, card: FileCard) -> FileCard:
    conversation = Conversation.objects.filter(public_log_id=log_id).values("id").first()
    if conversation is None:
        raise NotFound
    try:
        wanted = UUID(card.file)
    except ValueError:
        raise NotFound from None
    stored = services.attach(
        who=who, file=wanted, owner_kind="conversation", owner=conversation["id"]
    )
    return FileCard(
        file=str(stored.id),
        name=stored.name,
        size=stored.size,
        type=stored.content_type,
        picture=stored.has_preview,
    )


def register() -> None:
    register_file_owner(FileOwner("conversation", may_upload, may_read))
