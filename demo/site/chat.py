"""What the page tells the chat's launcher, so that it need not ask: who is there, how soon."""

from typing import Any

import msgspec
from django.templatetags.static import static

from chat import selectors
from chat.hours import opening
from hub.sites.models import Site


class Launcher(msgspec.Struct, frozen=True):
    """Empty where there is nothing true to say: then the launcher says nothing about it."""

    agent: str = ""
    face: str = ""
    promise: str = ""
    invite: str = ""
    invite_after: int = 20


def launcher(key: str, language: str) -> Launcher:
    site = Site.objects.filter(key=key).first()
    if site is None or not opening(site).open:
        return Launcher()
    staff = selectors.available_staff(site.id)
    if not staff:
        return Launcher()
    first = selectors.person(staff[0], language)
    invitation: dict[str, Any] = site.texts.get(language, {}).get("invitation") or {}
    seconds = selectors.estimate_seconds(site.id)
    return Launcher(
        agent=first.name,
        face=static(first.face) if first.face else "",
        promise=promise(seconds, language) if seconds is not None else "",
        invite=str(invitation.get("text", "")),
        invite_after=int(invitation.get("after_s", 20)),
    )


def promise(seconds: int, language: str) -> str:
    minutes = max(1, round(seconds / 60))
    if language == "de":
        return f"Antwort in etwa {minutes} Min"
    return f"Answers in about {minutes} min"
