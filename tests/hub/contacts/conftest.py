"""People, their identities and a member of staff for each role."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import settings

from hub.contacts.history import touch_history
from hub.contacts.models import HistoryEntry, Identity
from hub.sites.models import Site
from tests.hub.browser import Browser
from tests.people import make_site, make_staff, session_of

Visitor = Callable[..., Identity]
Happened = Callable[..., HistoryEntry]
SignedIn = Callable[..., Browser]


@pytest.fixture
def site(db: None) -> Site:
    return make_site()


@pytest.fixture
def visitor(site: Site) -> Visitor:
    """A visitor's identity that belongs to nobody."""

    def make(where: Site | None = None) -> Identity:
        return Identity.objects.create(kind="visitor", value=str(uuid4()), site=where or site)

    return make


@pytest.fixture
def happened(site: Site) -> Happened:
    """Something in the history of an identity."""

    def make(identity: Identity, kind: str = "visit", day: int = 1, **more: object) -> HistoryEntry:
        from django.db import transaction

        with transaction.atomic():
            return touch_history(
                kind=kind,
                subject_id=uuid4(),
                identity=identity,
                site=identity.site,
                occurred_at=datetime(2026, 11, day, 9, 0, tzinfo=UTC),
                payload={"text": f"{kind} on day {day}"},
                **more,  # type: ignore[arg-type]
            )

    return make


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """A browser on the staff origin, signed in with a role."""

    def make(role: str = "sales", where: Site | None = None) -> Browser:
        browser = Browser("staff")
        staff = make_staff(f"{role} {uuid4().hex[:8]}", role, where)
        browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(staff)
        browser.fetch_csrf()
        return browser

    return make
