"""Staff who can sign in, with a second factor whose secret the tests know."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone
from pytest_django.fixtures import Settings

from hub.accounts import sealing, services
from hub.accounts.models import SecondFactor, Staff
from hub.accounts.services import RoleOn
from hub.sites.models import Site
from tests.hub.browser import Browser

PASSWORD = "a-long-enough-passphrase"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MakeStaff = Callable[..., Staff]


class QuickArgon2(Argon2PasswordHasher):
    """The same with 1 MB instead of 100, for tests that are not about its cost."""

    memory_cost = 1024
    parallelism = 1


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.hub.accounts.conftest.QuickArgon2"]


@pytest.fixture
def site(db: None) -> Site:
    return Site.objects.create(key="haldner", name="Haldner", languages=["de", "en"])


@pytest.fixture
def make_staff(site: Site) -> MakeStaff:
    def make(
        email: str = "keller@example.com", role: str = "sales", *, factor: bool = True
    ) -> Staff:
        staff = services.create_staff(
            who=None, email=email, name="Miriam Keller", roles=[RoleOn(role)], password=PASSWORD
        )
        if factor:
            SecondFactor.objects.create(
                staff=staff,
                secret=sealing.seal(SECRET, "totp"),
                confirmed_at=timezone.now(),
            )
        return staff

    return make


def code_at(offset: int = 0, secret: str = SECRET) -> str:
    """The six digits of now, or of `offset` steps later."""
    at = datetime.fromtimestamp(time.time(), UTC) + timedelta(seconds=30 * offset)
    return pyotp.TOTP(secret).at(at)


def sign_in(email: str = "keller@example.com", address: str = "203.0.113.5") -> Browser:
    """A browser that is fully signed in. The last code is forgotten, so that nobody has to wait."""
    browser = Browser("staff", address)
    browser.fetch_csrf()
    first = browser.call("POST", "/api/v1/auth/sign-in", {"email": email, "password": PASSWORD})
    assert first.status_code == 200, first.content
    browser.csrf = first.json()["csrf"]
    SecondFactor.objects.filter(staff__email=email).update(last_step=0)
    second = browser.call("POST", "/api/v1/auth/code", {"code": code_at()})
    assert second.status_code == 200, second.content
    assert second.json()["next"] == "done"
    browser.csrf = second.json()["csrf"]
    return browser
