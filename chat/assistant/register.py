"""What the assistant adds to the registries. Called once, when the app is ready."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from chat.assistant import types
from hub.registry.approvals import draft_makers
from hub.registry.erasers import erasers
from hub.registry.routes import Api, apis, schemas
from hub.threads import in_thread

if TYPE_CHECKING:
    from ninja import Router


def everything() -> None:
    """Registers the router, the structs for clients, and what erasing a person removes here."""
    apis.register("assistant", Api("staff", "", _router))
    erasers.register("assistant", _erase)
    draft_makers.register("assistant", _made_for)
    for struct in (types.Draft, types.SentenceView, types.SourceView, types.Final):
        schemas.register(struct.__name__, struct)


def _router() -> "Router":
    from chat.assistant.api import router

    return router


async def _made_for(draft: UUID, log: UUID) -> bool:
    """A message counts as approved only with a draft of its own conversation."""
    return await in_thread(_exists, draft, log)


def _exists(draft: UUID, log: UUID) -> bool:
    from chat.assistant.models import AssistantDraft

    drafts = AssistantDraft.objects.filter(pk=draft, conversation__public_log_id=log)
    return drafts.exists()


def _erase(contact: UUID | None, identities: Sequence[UUID], entries: Sequence[UUID]) -> None:
    """Drafts hold what the visitor asked and was told; gaps hold the question in their words."""
    from chat.assistant.models import AssistantDraft, ContentGap

    of_them = {"conversation__visitor__identity_id__in": list(identities)}
    AssistantDraft.objects.filter(**of_them).delete()
    ContentGap.objects.filter(**of_them).delete()
