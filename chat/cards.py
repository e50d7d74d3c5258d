"""Cards that are completed when they are sent, and what pressing them does."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import translation

from chat import selectors
from chat.entries import ConsentAsked, Field, FormCard, Live, ProductCard
from chat.models import Conversation
from chat.services import closing
from chat.services.common import announce, system
from hub.content import live
from hub.content import selectors as content
from hub.content.types import LiveFact
from hub.errors import BadInput
from hub.followup import forms
from hub.realtime.append import append
from hub.realtime.fanout import publish_event
from hub.registry.cards import CardAction, register_card_action
from hub.registry.streams import Principal, StreamLog
from hub.threads import in_thread

Short = Annotated[str, msgspec.Meta(max_length=2500)]


class ConsentGiven(msgspec.Struct):
    key: Annotated[str, msgspec.Meta(max_length=40)]
    version: int
    given: bool


class FormSubmit(msgspec.Struct):
    fields: dict[str, Short]
    consents: list[ConsentGiven] = []


class RatingGive(msgspec.Struct):
    stars: Annotated[int, msgspec.Meta(ge=1, le=5)]
    text: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class TranscriptMailTo(msgspec.Struct):
    email: Annotated[str, msgspec.Meta(max_length=254)]


# --- completing ----------------------------------------------------------------------------------


def as_live(fact: LiveFact | None) -> Live | None:
    """What the ERP said, for a card; None where nothing is known."""
    if fact is None:
        return None
    return Live(
        price=fact.price,
        currency=fact.currency,
        as_of=fact.as_of,
        stale=fact.stale,
        stock=fact.stock,
        location=fact.location,
        delivery_days=fact.delivery_days,
    )


async def complete_product(who: Principal, log_id: UUID, card: ProductCard) -> ProductCard:
    """The product with its figures as they are at this moment."""
    product = await content.product(card.sku, card.language)
    if product is None:
        raise BadInput(field="sku")
    facts = await live.live_facts([card.sku])
    return ProductCard(
        sku=product.sku,
        name=product.name,
        teaser=product.teaser,
        url=product.url,
        image=product.image or "",
        language=card.language,
        live=as_live(facts.get(card.sku)),
    )


async def complete_form(who: Principal, log_id: UUID, card: FormCard) -> FormCard:
    """The form's fields and the wording of its consents, with their versions."""
    return await in_thread(_form, card)


def _form(card: FormCard) -> FormCard:
    form = forms.forms.get(card.form)
    if form is None:
        raise BadInput(field="form")
    language = card.language if card.language in dict(settings.LANGUAGES) else "de"
    with translation.override(language):
        asked = [forms.consent_text(key, language) for key in form.consents]
        return FormCard(
            form=form.key,
            title=str(form.title),
            fields=[Field(f.name, str(f.label), f.type, f.required) for f in form.fields],
            consents=[ConsentAsked(c.key, c.version, c.text) for c in asked],
            language=language,
        )


# --- pressing ------------------------------------------------------------------------------------


def _of_log(principal: Principal, log_id: UUID) -> Conversation:
    found = (
        Conversation.objects.select_related("site", "visitor__identity")
        .filter(public_log_id=log_id)
        .first()
    )
    if found is None:
        raise BadInput
    return selectors.get(principal, found.id)


def _submit_form(
    principal: Principal,
    log_id: UUID,
    seq: int,
    action_id: UUID,
    data: FormSubmit,
    card: dict[str, Any],
) -> dict[str, Any]:
    conversation = _of_log(principal, log_id)
    with transaction.atomic():
        submission, contact = forms.submit(
            submission_id=action_id,
            site=conversation.site,
            identity=conversation.visitor.identity,
            form_key=card["form"],
            fields=dict(data.fields),
            consents=[forms.GivenConsent(c.key, c.version, c.given) for c in data.consents],
            language=card.get("language", conversation.language),
        )
        entry = append(
            log=log_id,
            participant=system(log_id),
            kind="form.submitted",
            body={"card": seq, "fields": sorted(submission.fields)},
            client_id=action_id,
            into_closed=True,
        )
        announce(conversation)
        if contact is not None:
            publish_event("contacts", "changed", {"contact": str(contact.id)}, audience="staff")
    return {"seq": entry.seq}


def _rate(
    principal: Principal,
    log_id: UUID,
    seq: int,
    action_id: UUID,
    data: RatingGive,
    card: dict[str, Any],
) -> dict[str, Any]:
    closing.rate(
        conversation=_of_log(principal, log_id),
        action_id=action_id,
        stars=data.stars,
        text=data.text,
    )
    return {}


def _mail_transcript(
    principal: Principal,
    log_id: UUID,
    seq: int,
    action_id: UUID,
    data: TranscriptMailTo,
    card: dict[str, Any],
) -> dict[str, Any]:
    closing.ask_transcript(conversation=_of_log(principal, log_id), email=data.email)
    return {}


def _threaded(work: Any) -> Any:
    def run(*args: Any) -> Any:
        principal: Principal = args[0]
        with translation.override(principal.lang):
            return work(*args)

    async def handle(
        principal: Principal,
        held: StreamLog,
        seq: int,
        action_id: UUID,
        data: Any,
        card: dict[str, Any],
    ) -> Any:
        return await in_thread(run, principal, held.log, seq, action_id, data, card)

    return handle


def register() -> None:
    for name, card, data, work in (
        ("form.submit", "card.form", FormSubmit, _submit_form),
        ("rating.give", "card.rating", RatingGive, _rate),
        ("transcript.mail", "card.transcript", TranscriptMailTo, _mail_transcript),
    ):
        register_card_action(CardAction(name=name, card=card, data=data, handle=_threaded(work)))
