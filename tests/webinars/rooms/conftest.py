from collections.abc import Iterator

import pytest

from hub.accounts.models import Staff
from hub.sites.models import Site
from tests.people import make_site, make_staff
from tests.serving import Web, running_web


@pytest.fixture
def web(transactional_db: None) -> Iterator[Web]:
    with running_web() as running:
        yield running


@pytest.fixture
def site(transactional_db: None) -> Site:
    return make_site()


@pytest.fixture
def keller(transactional_db: None, site: Site) -> Staff:
    return make_staff("Miriam Keller")
