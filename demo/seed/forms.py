"""A form card of a talk, filled in: submission, consents, lead, history, perhaps a transcript."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chat import entries as kinds
from chat.models import TranscriptMail
from demo.seed.people import Person, new_id
from hub.contacts.models import HistoryEntry
from hub.followup.models import Consent, FormSubmission, Lead

if TYPE_CHECKING:
    from demo.seed.talk import Scene

#: A younger lead is still new, and some older ones were left lying.
DECIDED_AFTER = timedelta(days=2)


def fill_in(scene: Scene, form: str) -> int:
    """Adds the card and, where the talk has a person, what they sent. Gives how often (0 or 1)."""
    card = scene.world.forms[form, scene.talk.language]
    asked = scene.public.add(scene.staff, "card.form", card, scene.wait(8, 25))
    person = scene.talk.person
    if person is None:
        return 0
    at = scene.wait(25, 120)
    submission = _submission(scene, form, person, at)
    _attribute(scene, person, at)
    consents = _consents(scene, card, submission)
    lead = _lead(scene, submission)
    scene.rows.history.append(
        HistoryEntry(
            id=new_id(scene.chance),
            kind="form",
            subject_id=submission.id,
            site=scene.world.site,
            identity=scene.who.identity,
            revision=1 if lead.state == Lead.State.NEW else 2,
            occurred_at=at,
            ended_at=at,
            payload={
                "form": form,
                "fields": submission.fields,
                "consents": consents,
                "lead": lead.state,
            },
        )
    )
    scene.public.add(
        scene.public.system,
        "form.submitted",
        kinds.FormSubmitted(card=asked, fields=sorted(submission.fields)),
        at,
        client_id=submission.id,
    )
    return 1


def transcript(scene: Scene) -> None:
    """Every third person who left an address has the transcript sent to it."""
    conversation = scene.rows.conversations[-1]
    if not scene.forms or conversation.closed_at is None or scene.chance.random() > 0.33:
        return
    assert scene.talk.person is not None
    at = conversation.closed_at
    scene.rows.mails.append(
        TranscriptMail(
            id=new_id(scene.chance),
            conversation=conversation,
            to=scene.talk.person.email,
            due_at=at,
            claimed_at=at,
            sent_at=at + timedelta(seconds=4),
            attempts=1,
        )
    )


def _submission(scene: Scene, form: str, person: Person, at: datetime) -> FormSubmission:
    fields = {"name": person.name, "email": person.email}
    if form == "contact":
        fields |= {"company": person.company}
        if person.phone:
            fields |= {"phone": person.phone}
    submission = FormSubmission(
        id=new_id(scene.chance),
        site=scene.world.site,
        identity=scene.who.identity,
        form=form,
        fields=fields,
        language=scene.talk.language,
        at=at,
    )
    scene.rows.submissions.append(submission)
    return submission


def _attribute(scene: Scene, person: Person, at: datetime) -> None:
    """The browser's identity belongs to the person from now on."""
    known = scene.book.know(person, since=at, source="form")
    scene.who.identity.contact = known.contact
    if known.email.verified_at is None and scene.chance.random() < 0.3:
        known.email.verified_at = at + timedelta(minutes=3)


def _consents(
    scene: Scene, card: kinds.FormCard, submission: FormSubmission
) -> list[dict[str, object]]:
    """The one that the answer needs is mostly given; the newsletter is not."""
    likely = {"offer_by_mail": 0.92, "call": 0.6, "newsletter": 0.25}
    stored: list[dict[str, object]] = []
    for asked in card.consents:
        given = scene.chance.random() < likely.get(asked.key, 0.5)
        scene.rows.consents.append(
            Consent(
                id=new_id(scene.chance),
                identity=submission.identity,
                text=scene.world.consents[asked.key, scene.talk.language],
                submission=submission,
                given=given,
                at=submission.at,
            )
        )
        stored.append({"key": asked.key, "version": asked.version, "given": given})
    return stored


def _lead(scene: Scene, submission: FormSubmission) -> Lead:
    lead = Lead(id=new_id(scene.chance), submission=submission, identity=submission.identity)
    states = [Lead.State.APPROVED, Lead.State.REJECTED, Lead.State.NEW]
    state = scene.chance.choices(states, weights=[76, 12, 12])[0]
    if scene.world.now - submission.at > DECIDED_AFTER and state != Lead.State.NEW:
        lead.state = state
        lead.decided_by = scene.world.staff[scene.talk.staff].id
        lead.decided_at = submission.at + timedelta(minutes=scene.chance.randint(5, 2000))
    scene.rows.leads.append(lead)
    return lead
