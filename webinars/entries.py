"""The kinds of entry in a room's logs, and how each reads as plain text.

`message` is the chat's. Public: `question`, `question.state`, `room.live`, `room.ended`. For hosts:
`hand`, `floor`, `removed`, which also keep what somebody did.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.errors import NotAllowed
from hub.registry.entries import Audience, EntryKind, Writer, register_entry
from hub.registry.streams import Principal
from hub.threads import in_thread
from hub.web import rate_limit
from webinars.minutes import minutes
from webinars.models import Room

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Name = Annotated[str, msgspec.Meta(max_length=120)]

EVERYBODY: frozenset[Writer] = frozenset({"visitor", "staff"})
HOSTS: frozenset[Audience] = frozenset({"hosts"})

#: Questions that one person may ask in a minute.
QUESTIONS_A_MINUTE = 6


class Question(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """An anonymous one is shown without its author, also to hosts, and is in nobody's history."""

    text: Text
    anonymous: bool = False


class QuestionSettled(msgspec.Struct, omit_defaults=True):
    """What became of the question with that seq in the same log."""

    question: int
    state: Literal["answering", "answered", "dismissed"]
    text: Annotated[str, msgspec.Meta(max_length=4000)] = ""


class RoomLive(msgspec.Struct):
    room: str


class RoomEnded(msgspec.Struct, omit_defaults=True):
    """`seconds` it was live; of a meeting, how long at least two people were there. `cancelled`:
    somebody called a planned meeting off."""

    room: str
    kind: Literal["webinar", "meeting"]
    seconds: int
    cancelled: bool = False


class HandNoted(msgspec.Struct):
    participant: str
    name: Name
    up: bool


class FloorNoted(msgspec.Struct, omit_defaults=True):
    """`by`: the host who gave it or took it back; empty when they gave it back themselves."""

    participant: str
    name: Name
    given: bool
    by: Name = ""


class RemovedNoted(msgspec.Struct):
    participant: str
    name: Name


async def check_question(who: Principal, log_id: UUID, question: Question) -> Question:
    """Questions stand in webinars' logs, and not by the dozen."""
    await in_thread(_check_question, who, log_id)
    return Question(text=question.text.strip() or "…", anonymous=question.anonymous)


def _check_question(who: Principal, log_id: UUID) -> None:
    if not Room.objects.filter(public_log_id=log_id, kind=Room.Kind.WEBINAR).exists():
        raise NotAllowed
    rate_limit.require(f"room.question:{who.id}", QUESTIONS_A_MINUTE, 60)


def _said(body: Mapping[str, Any], lang: str) -> str:
    return str(body.get("text", ""))


def _question_state(body: Mapping[str, Any], lang: str) -> str:
    with translation.override(lang):
        said = {
            "answering": _("Is being answered"),
            "answered": _("Answered"),
            "dismissed": _("Question closed"),
        }.get(str(body.get("state")), "")
    return f"{said}: {body['text']}" if body.get("text") else said


def _live(body: Mapping[str, Any], lang: str) -> str:
    with translation.override(lang):
        return _("The webinar has begun")


def _ended(body: Mapping[str, Any], lang: str) -> str:
    n = minutes(int(body.get("seconds") or 0))
    with translation.override(lang):
        if body.get("cancelled"):
            return _("Meeting cancelled")
        if body.get("kind") == "meeting" and not n:
            return _("Meeting did not take place")
        if body.get("kind") == "meeting":
            said = ngettext("Meeting ended after %(n)d min", "Meeting ended after %(n)d min", n)
        else:
            said = ngettext("Webinar ended after %(n)d min", "Webinar ended after %(n)d min", n)
        return said % {"n": n}


def _hand(body: Mapping[str, Any], lang: str) -> str:
    with translation.override(lang):
        said = _("%(name)s raises a hand") if body.get("up") else _("%(name)s lowers the hand")
        return said % {"name": body.get("name", "")}


def _floor(body: Mapping[str, Any], lang: str) -> str:
    with translation.override(lang):
        if body.get("given"):
            said = _("%(name)s comes onto the stage")
        elif body.get("by"):
            said = _("%(by)s took %(name)s off the stage")
        else:
            said = _("%(name)s left the stage")
        return said % {"name": body.get("name", ""), "by": body.get("by", "")}


def _removed(body: Mapping[str, Any], lang: str) -> str:
    with translation.override(lang):
        return _("%(name)s was removed") % {"name": body.get("name", "")}


def _keep(*names: str) -> Any:
    return lambda body: {name: body[name] for name in names if name in body}


def register() -> None:
    for kind in (
        EntryKind(
            "question",
            Question,
            _said,
            writers=EVERYBODY,
            prepare=check_question,
            erase=lambda body: {"text": "…"},
            anonymous=lambda body: bool(body.get("anonymous")),
        ),
        EntryKind(
            "question.state", QuestionSettled, _question_state, erase=_keep("question", "state")
        ),
        EntryKind("room.live", RoomLive, _live, erase=_keep("room"), notifies=False),
        EntryKind(
            "room.ended",
            RoomEnded,
            _ended,
            erase=_keep("room", "kind", "seconds", "cancelled"),
            notifies=False,
        ),
        EntryKind("hand", HandNoted, _hand, audiences=HOSTS, erase=_keep("up"), notifies=False),
        EntryKind(
            "floor", FloorNoted, _floor, audiences=HOSTS, erase=_keep("given"), notifies=False
        ),
        EntryKind("removed", RemovedNoted, _removed, audiences=HOSTS, notifies=False),
    ):
        register_entry(kind)
