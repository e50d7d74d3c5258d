"""Telling a room's people what changed: at once, and then at most once a second.

Whoever changes something calls `state`, `presence` or `hosts`; what comes too early waits for the
web process's next tick. So two hundred who join within a second cost a frame each, not two hundred.
"""

import threading
import time
from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from hub.realtime.fanout import publish_event
from webinars.events import RoomPresence
from webinars.models import RoomParticipant
from webinars.selectors import hosts as hosts_selectors
from webinars.selectors import rooms

#: Seconds between two of a kind for one room.
PAUSE = 1.0


def topic(room: UUID) -> str:
    return f"room:{room}"


def hosts_topic(room: UUID) -> str:
    return f"room-hosts:{room}"


def own_topic(participant: UUID) -> str:
    return f"room-participant:{participant}"


def meetings() -> None:
    """Tell open consoles, after the commit, that a meeting was planned, changed, began or ended.
    Each looks for itself which ones it may see, and which it is asked to."""
    publish_event("inbox", "meetings", audience="staff")


def me(participant: UUID) -> None:
    """Tell somebody who they are now, after the commit."""
    transaction.on_commit(lambda: _me(participant), robust=True)


def state(room: UUID) -> None:
    """Tell everybody what the room is now, after the commit."""
    transaction.on_commit(lambda: _soon("state", room), robust=True)


def presence(room: UUID) -> None:
    """Tell everybody how many are there, after the commit."""
    transaction.on_commit(lambda: _soon("presence", room), robust=True)


def hosts(room: UUID) -> None:
    """Tell the hosts who is there and what they do, after the commit."""
    transaction.on_commit(lambda: _soon("hosts", room), robust=True)


def places(room: UUID) -> None:
    """Tell those who raised their hands at which place they are, after the commit."""
    transaction.on_commit(lambda: _soon("places", room), robust=True)


def due(now: float | None = None) -> None:
    """Send what has waited. Called once a second by each web process, in a thread."""
    moment = time.monotonic() if now is None else now
    with _lock:
        ready = [key for key, at in _waiting.items() if at <= moment]
        for key in ready:
            del _waiting[key]
    for kind, room in ready:
        _soon(kind, room)


_lock = threading.Lock()
#: (kind, room) → not before.
_waiting: dict[tuple[str, UUID], float] = {}
_next: dict[tuple[str, UUID], float] = {}
#: Whether something in this process calls `due`; elsewhere everything is told at once.
ticking = False


def _soon(kind: str, room: UUID) -> None:
    now = time.monotonic()
    key = (kind, room)
    with _lock:
        at = _next.get(key, 0.0)
        if ticking and at > now:
            _waiting[key] = at
            return
        _next[key] = now + PAUSE
        if len(_next) > 2000:
            for old in [k for k, until in _next.items() if until < now]:
                del _next[old]
    weight = _TELL[kind](room)
    with _lock:
        # What is large comes less often: a thousand people are a large frame.
        _next[key] = now + PAUSE * max(1.0, weight / 100)


def _state(room_id: UUID) -> float:
    publish_event(topic(room_id), "state", rooms.state(rooms.room(room_id)))
    return 1.0


def _presence(room_id: UUID) -> float:
    publish_event(topic(room_id), "presence", RoomPresence(here=rooms.here(room_id).count()))
    return 1.0


def _hosts(room_id: UUID) -> float:
    view = hosts_selectors.view(rooms.room(room_id))
    publish_event(hosts_topic(room_id), "hosts", view)
    return float(len(view.people))


def _places(room_id: UUID) -> float:
    room, up = rooms.room(room_id), rooms.hands(room_id)
    for one in up:
        publish_event(own_topic(one.id), "me", rooms.me_of(room, one, up))
    return float(len(up))


def _me(participant_id: UUID) -> None:
    one = RoomParticipant.objects.select_related("room__webinar", "registration").get(
        pk=participant_id
    )
    publish_event(own_topic(one.id), "me", rooms.me_of(one.room, one))


_TELL: dict[str, Callable[[UUID], float]] = {
    "state": _state,
    "presence": _presence,
    "hosts": _hosts,
    "places": _places,
}
