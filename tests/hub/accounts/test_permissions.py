from uuid import uuid4

import pytest

from hub.accounts import permissions, services
from hub.accounts.models import RoleAssignment
from hub.accounts.permissions import TABLE
from hub.accounts.permissions_doc import DOC, ROLES, written
from hub.accounts.services import RoleOn
from hub.errors import NotAllowed
from hub.sites.models import Site
from tests.hub.accounts.conftest import MakeStaff


def test_the_page_says_what_the_table_says() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert written(text) == text, "run `manage.py permissions --write`"


def test_every_role_is_in_the_table() -> None:
    assert set(ROLES) == set(RoleAssignment.Role.values)
    assert set().union(*(roles for _, roles in TABLE.values())) <= set(ROLES)


@pytest.mark.django_db
def test_each_cell_holds_on_the_roles_site_and_nowhere_else(
    make_staff: MakeStaff, site: Site
) -> None:
    make_staff("admin@example.com", "admin")
    staff = make_staff()
    other = uuid4()
    for role in ROLES:
        services.set_roles(who=None, staff=staff, roles=[RoleOn(role, site.key)])
        who = permissions.principal(staff)
        for action, (_, roles) in TABLE.items():
            if role in roles:
                permissions.require(who, action, site.id)
            else:
                with pytest.raises(NotAllowed):
                    permissions.require(who, action, site.id)
            for elsewhere in (other, None):
                with pytest.raises(NotAllowed):
                    permissions.require(who, action, elsewhere)


def test_a_role_on_all_sites_holds_on_each(make_staff: MakeStaff) -> None:
    who = permissions.principal(make_staff(role="manager"))
    for where in (uuid4(), None):
        permissions.require(who, "contact.export", where)


def test_without_a_role_nothing_is_allowed(make_staff: MakeStaff) -> None:
    make_staff("admin@example.com", "admin")
    staff = make_staff()
    services.set_roles(who=None, staff=staff, roles=[])
    assert permissions.principal(staff).grants == frozenset()


def test_an_action_that_is_not_in_the_table_is_a_mistake_of_ours(make_staff: MakeStaff) -> None:
    with pytest.raises(KeyError):
        permissions.require(permissions.principal(make_staff()), "contact.reed", None)
