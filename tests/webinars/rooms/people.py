"""Rooms with people in them, for tests."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from hub.contacts.models import Identity
from hub.contacts.services import identify
from hub.realtime import tokens
from hub.realtime.models import Log
from hub.registry.streams import Principal
from hub.sites.models import Site
from tests.people import make_site
from webinars.models import Registration, Room, RoomParticipant, Webinar
from webinars.services.admitting import admit
from webinars.services.rooms import new_logs


def make_room(site: Site | None = None, *, state: str = "planned", **fields: Any) -> Room:
    """A webinar's room without its webinar."""
    public, hosts = new_logs()
    now = timezone.now()
    times: dict[str, Any] = {}
    if state in ("live", "ended"):
        times["live_at"] = now
    if state == "ended":
        times["ended_at"] = now
    given: dict[str, Any] = {
        "kind": "webinar",
        "title": "Auspumpzeiten richtig rechnen",
        **times,
        **fields,
    }
    return Room.objects.create(
        site=site or make_site(), state=state, public_log=public, hosts_log=hosts, **given
    )


def make_webinar(room: Room, **fields: Any) -> Webinar:
    given: dict[str, Any] = {
        "slug": f"w-{uuid4().hex[:8]}",
        "state": "published",
        "texts": {"de": {"title": room.title}, "en": {"title": "Pump-down times"}},
        "starts_at": timezone.now(),
        **fields,
    }
    return Webinar.objects.create(site=room.site, room=room, **given)


def register(webinar: Webinar, name: str, **fields: Any) -> Registration:
    """A registration whose address has a contact."""
    email = fields.pop("email", name.lower().replace(" ", ".") + "@kunde.example")
    identity = Identity.objects.create(kind="email", value=email, site=webinar.site, source="form")
    identify(identity, name=name)
    return Registration.objects.create(
        webinar=webinar,
        identity=identity,
        email=email,
        email_key=email.casefold(),
        name=name,
        registered_at=timezone.now(),
        **fields,
    )


def let_in(room: Room, name: str, **more: Any) -> tuple[RoomParticipant, str]:
    """A guest, with the token of their socket."""
    given: dict[str, Any] = {"language": "de", **more}
    one = admit(room=room, name=name, **given)
    return one, tokens.make(one.id, room.site_id)[0]


def guest(one: RoomParticipant) -> Principal:
    return Principal(kind="visitor", id=one.id, site=one.room.site_id)


def ago(seconds: float) -> Any:
    return timezone.now() - timedelta(seconds=seconds)


def log_of(room: Room) -> Log:
    return Log.objects.get(pk=room.public_log_id)


def public_of(subbed: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(x for x in subbed["logs"] if x["audience"] == "public")
    return found


def new_id() -> UUID:
    return uuid4()
