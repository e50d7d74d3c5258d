"""A site and its staff for tests."""

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from hub.accounts import sessions
from hub.accounts.models import RoleAssignment, Staff
from hub.sites.models import Site


def make_site(key: str = "haldner", **fields: object) -> Site:
    """A site that is always open, in German and English."""
    defaults: dict[str, object] = {
        "name": "Haldner Vakuumtechnik",
        "languages": ["de", "en"],
        **fields,
    }
    site, _ = Site.objects.update_or_create(key=key, defaults=defaults)
    return site


def make_staff(name: str, role: str = "sales", site: Site | None = None) -> Staff:
    """A member of staff with a role on a site, or on all."""
    email = name.lower().replace(" ", ".").replace("ü", "ue") + "@haldner.example"
    staff = Staff.objects.create_user(email, "correct horse battery", name=name)
    RoleAssignment.objects.create(staff=staff, role=role, site=site)
    return staff


def session_of(staff: Staff) -> str:
    """The key of a session that is signed in with both factors."""
    session = SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    sessions.begin(session)
    session.create()
    assert session.session_key
    return session.session_key
