"""Which pages may connect: those that may embed some site's widget."""

import pytest

from hub.realtime.identify import visitor_origin_allowed
from hub.sites.models import Site
from hub.web import site_origins

pytestmark = pytest.mark.django_db(transaction=True)
LISTED = ["https://www.haldner.example", "http://localhost:3000", "*", "https://*.example", "://"]


@pytest.fixture(autouse=True)
def listed() -> None:
    Site.objects.create(key="haldner", name="Haldner", origins=LISTED)
    Site.objects.create(key="other", name="Other", origins=["https://other.example"])
    site_origins.forget()


@pytest.mark.parametrize("origin", [*LISTED[:2], "https://other.example"])
async def test_pages_of_any_site_may_connect(origin: str) -> None:
    assert await visitor_origin_allowed(origin)


@pytest.mark.parametrize(
    "origin", ["", "*", "://", "null", "https://*.example", "https://www.haldner.example.evil"]
)
async def test_what_is_no_origin_of_a_site_may_not(origin: str) -> None:
    assert not await visitor_origin_allowed(origin)


async def test_a_site_that_lost_an_origin_loses_it_for_sockets_too() -> None:
    assert await visitor_origin_allowed("https://other.example")
    await Site.objects.filter(key="other").aupdate(origins=[])
    site_origins.forget()
    assert not await visitor_origin_allowed("https://other.example")
