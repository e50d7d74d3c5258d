"""The demo's site and staff, the consents that are asked for, and prepared texts."""

from __future__ import annotations

import hashlib
import tomllib
from base64 import b32encode
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from chat.models import PreparedText
from hub import env
from hub.accounts import services as accounts
from hub.accounts.models import RoleAssignment, Staff
from hub.followup.models import ConsentText
from hub.sites.models import Site

KEY = "haldner"
FILE = Path(__file__).parent.parent / "company.toml"


@cache
def data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def depends_on() -> Iterator[str]:
    """What of the environment goes into the site."""
    yield settings.PUBLIC_ORIGIN
    yield str(_office_hours())


def fill() -> None:
    site = _site(data()["site"])
    for member in data()["staff"]:
        _member(member, site)
    _texts(site)


def password(name: str) -> str:
    """The demo's scheme: `miriam-hebt-leicht` for Miriam Keller."""
    return f"{name.split()[0].lower()}-hebt-leicht"


def second_factor(email: str) -> str:
    """The demo's TOTP secret of a member of staff (base32, 160 bits), the same on every machine."""
    return b32encode(hashlib.sha256(f"haldner:{email}".encode()).digest()[:20]).decode()


def _office_hours() -> bool:
    return env.flag("DEMO_OFFICE_HOURS", False)


def _site(given: dict[str, Any]) -> Site:
    fields = {k: given[k] for k in ("name", "languages", "time_zone", "promise_seconds")}
    site, _ = Site.objects.update_or_create(
        key=KEY,
        defaults={
            **fields,
            "default_language": given["languages"][0],
            "origins": [settings.PUBLIC_ORIGIN],
            "hours": given["hours"] if _office_hours() else {},
            "typing_preview": given["typing_preview"],
            "texts": given["texts"],
            "mail_from": given["mail_from"],
        },
    )
    return site


def _member(given: dict[str, Any], site: Site) -> None:
    """Made once, so that a password, factor or role that was changed since stays."""
    if Staff.objects.filter(email=given["email"]).exists():
        return
    everywhere = given["role"] != RoleAssignment.Role.SALES
    member = accounts.create_staff(
        who=None,
        email=given["email"],
        name=given["name"],
        roles=[accounts.RoleOn(given["role"], None if everywhere else site.key)],
        password=password(given["name"]),
        extra={key: given[key] for key in ("title", "salutation", "face")},
    )
    accounts.enrol_demo(member, second_factor(given["email"]))


def _texts(site: Site) -> None:
    for consent in data()["consent"]:
        for language in site.languages:
            ConsentText.objects.get_or_create(
                key=consent["key"],
                version=1,
                language=language,
                defaults={"text": consent[language]},
            )
    for text in data()["prepared"]:
        for language in site.languages:
            PreparedText.objects.get_or_create(
                site=site,
                shortcut=text["shortcut"],
                language=language,
                defaults={"title": text["title"][language], "text": text[language]},
            )
