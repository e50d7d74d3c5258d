"""The chat's own frames: where the visitor is now."""

from django.utils import timezone

from chat.events import PageSeen
from chat.models import Conversation
from chat.presence import client
from chat.services.start import bare_url
from hub.realtime.connection import Connection
from hub.realtime.fanout import publish_event
from hub.realtime.protocol import Page
from hub.registry.routes import Frame, frames
from hub.threads import in_thread

#: Seconds for which the page that somebody looks at is kept, in Redis alone.
PAGE_FOR = 15 * 60


async def page(connection: Connection, frame: Page) -> None:
    """The visitor looks at another page; kept in Redis and told to staff in the conversation."""
    await in_thread(_page, connection, frame)


def _page(connection: Connection, frame: Page) -> None:
    url = bare_url(frame.url)
    if not url:
        return
    seen = PageSeen(url=url, title=frame.title[:200], since=timezone.now())
    open_ones = Conversation.objects.filter(visitor_id=connection.principal.id).exclude(
        state="closed"
    )
    for conversation in open_ones.values_list("id", flat=True):
        remember_page(str(conversation), seen)
        publish_event(f"conversation:{conversation}", "page", seen, audience="staff")


def remember_page(conversation: str, seen: PageSeen) -> None:
    import msgspec
    import redis.exceptions

    try:
        client().set(f"hub:page:{conversation}", msgspec.json.encode(seen), ex=PAGE_FOR)
    except (redis.exceptions.RedisError, OSError):
        return


def page_of(conversation: str) -> PageSeen | None:
    """Where the visitor is, as far as is known."""
    import msgspec
    import redis.exceptions

    try:
        raw = client().get(f"hub:page:{conversation}")
    except (redis.exceptions.RedisError, OSError):
        return None
    return msgspec.json.decode(raw, type=PageSeen) if isinstance(raw, bytes) else None


def register() -> None:
    frames.register(
        "page", Frame(name="page", struct=Page, endpoints=frozenset({"visitor"}), handle=page)
    )
