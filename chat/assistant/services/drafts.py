"""Making a draft, and making its live figures fresh."""

from datetime import timedelta
from uuid import UUID

import msgspec
from django.utils import timezone

from chat import selectors
from chat.assistant import drafting, freshening
from chat.assistant.evidence import gather, live_evidence
from chat.assistant.models import AssistantDraft
from chat.assistant.services.context import Context, context_of, frame_of
from chat.assistant.types import Draft, Frame, Live, NoDraft
from chat.assistant.views import draft_of, evidence_of, sentences_of
from hub.errors import NotFound
from hub.registry.streams import Principal
from hub.threads import in_database

#: For so long the same question gets the same draft, with live figures as of now.
KEPT = timedelta(minutes=15)


async def make_draft(
    *,
    conversation: UUID,
    principal: Principal,
    question_seq: int | None = None,
    language: str | None = None,
    again: bool = False,
) -> Draft | NoDraft:
    """A draft for the visitor's open question (or the one at `question_seq`).

    Asked a second time it is the same draft with its live figures as of now, unless `again`.
    Raises `NotFound` for a conversation where the principal may not answer.
    """
    now = timezone.now()
    context = await in_database(context_of, principal, conversation, question_seq, language, now)
    question = context.question
    if question is None:
        return NoDraft("no_question")
    if not again and (kept := await in_database(_kept, context)) is not None:
        return await refresh(kept, principal)
    gathered = await gather(question, context.site, context.frame)
    made = await drafting.make(question, gathered, context.frame)
    if made is None:
        return NoDraft("no_evidence", question.seq)
    row = await in_database(_store, context, made, principal)
    return draft_of(row, principal.lang)


async def refresh(draft_id: UUID, principal: Principal) -> Draft:
    """The draft with what the ERP says now, as it is kept from now on.

    Raises `NotFound` for what is not theirs.
    """
    row, frame = await in_database(open_draft, draft_id, principal)
    evidence = evidence_of(row)
    if any(source.live is not None for source in evidence):
        sentences, now = freshening.renewed(
            sentences_of(row), evidence, await fresh(row, frame), frozenset(row.wants), frame
        )
        row.evidence = msgspec.to_builtins(now)
        row.sentences = msgspec.to_builtins(sentences)
        await in_database(row.save, update_fields=["evidence", "sentences"])
    return draft_of(row, principal.lang)


async def fresh(row: AssistantDraft, frame: Frame) -> dict[str, Live]:
    """What the ERP says now about the articles that a draft names, by sku."""
    skus = [source.live.sku for source in evidence_of(row) if source.live is not None]
    found = await live_evidence(skus, 1, frame)
    return {source.live.sku: source.live for source in found if source.live is not None}


def open_draft(draft_id: UUID, principal: Principal) -> tuple[AssistantDraft, Frame]:
    """A draft of a conversation where `principal` may answer. Raises `NotFound`."""
    row = AssistantDraft.objects.select_related("conversation__site").filter(pk=draft_id).first()
    if row is None:
        raise NotFound
    selectors.get(principal, row.conversation_id, "conversation.answer")
    return row, frame_of(row, timezone.now())


def _kept(context: Context) -> UUID | None:
    assert context.question is not None
    return (
        AssistantDraft.objects.filter(
            conversation_id=context.conversation,
            question=context.question.seq,
            language=context.frame.language,
            fate=AssistantDraft.Fate.OPEN,
            created_at__gte=timezone.now() - KEPT,
        )
        .order_by("-created_at")
        .values_list("id", flat=True)
        .first()
    )


def _store(context: Context, made: drafting.Made, principal: Principal) -> AssistantDraft:
    assert context.question is not None
    return AssistantDraft.objects.create(
        conversation_id=context.conversation,
        question=context.question.seq,
        language=context.frame.language,
        provenance=made.provenance,
        note=made.note,
        wants=sorted(context.question.wants),
        evidence=msgspec.to_builtins(made.evidence),
        sentences=msgspec.to_builtins(made.sentences),
        person=context.frame.person,
        asked_by_id=principal.id,
        created_at=context.frame.now,
    )
