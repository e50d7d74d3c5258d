"""What became of an invitation, in the conversation's log. The last one on a webinar counts."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from hub.registry.entries import EntryKind, register_entry


class WebinarRegistered(msgspec.Struct):
    """Who it is stands with the contact. `card` is the seq of the card that was pressed."""

    card: int
    webinar: str
    title: str


class WebinarWithdrawn(msgspec.Struct):
    """Whoever had registered does not come. `card` is the one of the registration."""

    card: int
    webinar: str
    title: str


def _registered(body: Mapping[str, Any], lang: str) -> str:
    with translation.override(lang):
        return _("Registered for the webinar: %(title)s") % {"title": body.get("title", "")}


def _withdrawn(body: Mapping[str, Any], lang: str) -> str:
    with translation.override(lang):
        return _("Withdrew from the webinar: %(title)s") % {"title": body.get("title", "")}


def register() -> None:
    for kind in (
        EntryKind(
            "webinar.registered", WebinarRegistered, _registered, erase=lambda body: dict(body)
        ),
        EntryKind("webinar.withdrawn", WebinarWithdrawn, _withdrawn, erase=lambda body: dict(body)),
    ):
        register_entry(kind)
