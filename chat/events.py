"""What others are told about conversations, as typed structs (data of `event` and `subbed`)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec


class Person(msgspec.Struct, omit_defaults=True):
    """A member of staff as visitors and colleagues see them."""

    id: UUID
    name: str
    title: str = ""
    salutation: str = ""
    face: str = ""


class QueuePlace(msgspec.Struct):
    """Where a waiting conversation stands. `place` counts from 1; times are in seconds."""

    place: int
    ahead: int
    waited_s: int
    #: Median wait of the last conversations, or null when there is nothing to go by.
    estimate_s: int | None
    #: How many people answer at the moment.
    answering: int


class SiteRef(msgspec.Struct):
    key: str
    name: str


class ConversationState(msgspec.Struct):
    conversation: UUID
    state: Literal["waiting", "active", "closed"]
    assignee: Person | None
    queue: QueuePlace | None
    typing_preview: bool
    language: str
    site: SiteRef
    #: Whether the site is within its opening hours, and when it opens next.
    open: bool
    reopens_at: datetime | None
    visitor_online: bool = False


class PageSeen(msgspec.Struct):
    url: str
    title: str
    since: datetime
