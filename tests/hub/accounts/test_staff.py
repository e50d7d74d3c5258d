import io
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from hub.accounts import permissions, services
from hub.accounts.errors import EmailTaken, LastAdmin
from hub.accounts.models import AccountMail, RecoveryCode, Staff
from hub.accounts.services import RoleOn
from hub.audit.models import AuditEntry
from hub.errors import BadInput, NotAllowed
from hub.sites.models import Site
from tests.hub.accounts.conftest import PASSWORD, MakeStaff, sign_in


def test_an_administrator_invites_somebody_who_gets_a_mail(make_staff: MakeStaff) -> None:
    make_staff("admin@example.com", "admin")
    browser = sign_in("admin@example.com")
    answer = browser.call(
        "POST",
        "/api/v1/staff",
        {
            "email": "New@Example.com",
            "name": "Jonas Neu",
            "roles": [{"role": "sales", "site": "haldner"}],
        },
    )
    assert answer.status_code == 200, answer.content
    new = answer.json()
    assert (new["email"], new["password"], new["second_factor"]) == (
        "new@example.com",
        False,
        False,
    )
    assert new["roles"] == [{"role": "sales", "site": "haldner"}]
    assert AccountMail.objects.get().email == "new@example.com"


@pytest.mark.parametrize("role", ["sales", "manager"])
def test_nobody_else_may_see_or_change_the_staff(make_staff: MakeStaff, role: str) -> None:
    make_staff(role=role)
    other = make_staff("other@example.com")
    browser = sign_in()
    body = {"email": "x@example.com", "name": "X", "roles": [{"role": "admin"}]}
    calls = [
        ("GET", "/api/v1/staff", {}),
        ("POST", "/api/v1/staff", body),
        ("PUT", f"/api/v1/staff/{other.id}/roles", {"roles": [{"role": "admin"}]}),
        ("POST", f"/api/v1/staff/{other.id}/deactivate", {}),
        ("POST", f"/api/v1/staff/{other.id}/reactivate", {}),
        ("POST", f"/api/v1/staff/{other.id}/reset-second-factor", {}),
        ("GET", "/api/v1/audit", {}),
    ]
    for method, path, sent in calls:
        answer = browser.call(method, path, sent)
        assert answer.status_code == 403, path
        assert answer.json()["error"]["code"] == "not_allowed"
    assert Staff.objects.count() == 2


def test_an_administrator_of_one_site_does_not_manage_the_staff(
    make_staff: MakeStaff, site: Site
) -> None:
    make_staff("admin@example.com", "admin")
    staff = make_staff()
    services.set_roles(who=None, staff=staff, roles=[RoleOn("admin", site.key)])
    who = permissions.principal(staff)
    with pytest.raises(NotAllowed):
        services.set_roles(who=who, staff=staff, roles=[RoleOn("admin")])


def test_changed_roles_end_sessions_and_hold_at_the_next_sign_in(make_staff: MakeStaff) -> None:
    make_staff("admin@example.com", "admin")
    staff = make_staff()
    before = sign_in()
    services.set_roles(who=None, staff=staff, roles=[RoleOn("manager")])
    assert before.get("/api/v1/me").status_code == 401
    assert "contact.export" in sign_in().get("/api/v1/me").json()["grants"]


def test_somebody_who_is_deactivated_is_out_at_once(make_staff: MakeStaff) -> None:
    make_staff("admin@example.com", "admin")
    staff = make_staff()
    theirs, admins = sign_in(), sign_in("admin@example.com")
    answer = admins.call("POST", f"/api/v1/staff/{staff.id}/deactivate")
    assert answer.json()["active"] is False
    assert theirs.get("/api/v1/me").status_code == 401
    assert permissions.grants(Staff.objects.get(pk=staff.pk)) == frozenset()


def test_the_last_who_can_manage_the_staff_stays(make_staff: MakeStaff, site: Site) -> None:
    admin = make_staff("admin@example.com", "admin")
    who = permissions.principal(admin)
    with pytest.raises(LastAdmin):
        services.deactivate(who=who, staff=admin)
    with pytest.raises(LastAdmin):
        services.set_roles(who=who, staff=admin, roles=[RoleOn("admin", site.key)])
    admin.refresh_from_db()
    assert admin.is_active
    assert permissions.grants(admin) == who.grants


def test_a_reset_second_factor_takes_codes_and_sessions_with_it(make_staff: MakeStaff) -> None:
    staff = make_staff()
    services.new_recovery_codes(staff=staff)
    browser = sign_in()
    services.reset_second_factor(who=None, staff=staff)
    assert browser.get("/api/v1/me").status_code == 401
    assert not RecoveryCode.objects.exists()


def test_an_address_is_taken_once_whatever_its_capitals(make_staff: MakeStaff) -> None:
    make_staff()
    with pytest.raises(EmailTaken):
        services.create_staff(who=None, email="KELLER@example.com", name="X", roles=[])


@pytest.mark.parametrize(
    ("email", "name", "role", "field"),
    [
        ("not an address", "X", RoleOn("sales"), "email"),
        ("a@b.example\nBcc: c@d.example", "X", RoleOn("sales"), "email"),
        ("a@b.example", " ", RoleOn("sales"), "name"),
        ("a@b.example", "X\x00", RoleOn("sales"), "name"),
        ("a@b.example", "X", RoleOn("owner"), "role"),
        ("a@b.example", "X", RoleOn("sales", "elsewhere"), "site"),
    ],
)
def test_what_does_not_fit_is_named(
    db: None, email: str, name: str, role: RoleOn, field: str
) -> None:
    with pytest.raises(BadInput) as wrong:
        services.create_staff(who=None, email=email, name=name, roles=[role])
    assert wrong.value.field == field
    assert not Staff.objects.exists()


def test_somebody_unknown_is_not_found(make_staff: MakeStaff) -> None:
    make_staff("admin@example.com", "admin")
    browser = sign_in("admin@example.com")
    assert browser.call("POST", f"/api/v1/staff/{uuid4()}/deactivate").status_code == 404
    assert browser.call("POST", "/api/v1/staff/1/deactivate").status_code in (404, 422)


def test_oneself_may_change_language_and_availability_alone(make_staff: MakeStaff) -> None:
    make_staff()
    browser = sign_in()
    body = {"available": False, "language": "en", "email": "evil@example.com", "is_superuser": True}
    answer = browser.call("PATCH", "/api/v1/me", body)
    assert answer.status_code == 200
    staff = Staff.objects.get()
    assert (staff.available, staff.language, staff.email) == (False, "en", "keller@example.com")
    assert not staff.is_superuser
    assert browser.call("PATCH", "/api/v1/me", {"language": "xx"}).status_code == 422


def test_the_command_creates_somebody_and_prints_a_link(site: Site) -> None:
    out = io.StringIO()
    call_command("create_staff", "first@example.com", "Erste", stdout=out)
    assert "/sign-in/password#" in out.getvalue()
    assert ("staff.manage", "*") in permissions.grants(Staff.objects.get())
    with pytest.raises(CommandError):
        call_command("create_staff", "first@example.com", "Erste", stdout=out)


def test_the_command_reads_a_password(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    call_command("create_staff", "first@example.com", "Erste", "--password")
    assert Staff.objects.get().check_password(PASSWORD)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError):
        call_command("create_staff", "second@example.com", "Zweite", "--password")


def test_every_change_of_rights_stands_in_the_audit_log(make_staff: MakeStaff) -> None:
    make_staff("admin@example.com", "admin")
    staff = make_staff()
    browser = sign_in("admin@example.com")
    browser.call("PUT", f"/api/v1/staff/{staff.id}/roles", {"roles": [{"role": "manager"}]})
    found = browser.get("/api/v1/audit", {"action": "staff.roles"}).json()
    assert [(e["subject"], e["facts"]) for e in found] == [
        (str(staff.id), {"roles": ["manager@*"]})
    ]
    assert "@example.com" not in browser.get("/api/v1/audit").content.decode()


def test_an_audit_entry_cannot_be_changed(make_staff: MakeStaff) -> None:
    make_staff()
    entry = AuditEntry.objects.first()
    assert entry is not None
    with pytest.raises(Exception, match="not changed"), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditentry SET action = 'nothing' WHERE id = %s", [entry.id])
