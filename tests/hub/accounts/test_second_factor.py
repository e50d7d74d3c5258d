from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django.fixtures import Settings

from hub.accounts import sealing, services
from hub.accounts.errors import WrongCode
from hub.accounts.models import RecoveryCode, SecondFactor
from hub.accounts.services.second_factor import check_code
from hub.errors import TooMany
from tests.hub.accounts.conftest import PASSWORD, SECRET, MakeStaff, code_at, sign_in
from tests.hub.browser import Browser


def test_a_code_is_taken_once(make_staff: MakeStaff) -> None:
    staff = make_staff()
    code = code_at()
    check_code(staff=staff, code=code)
    with pytest.raises(WrongCode):
        check_code(staff=staff, code=code)


def test_an_older_code_than_the_last_is_refused(make_staff: MakeStaff) -> None:
    staff = make_staff()
    check_code(staff=staff, code=code_at(1))
    with pytest.raises(WrongCode):
        check_code(staff=staff, code=code_at(0))


def test_a_clock_may_be_one_step_wrong_and_not_two(make_staff: MakeStaff) -> None:
    staff = make_staff()
    with pytest.raises(WrongCode):
        check_code(staff=staff, code=code_at(-3))
    with pytest.raises(WrongCode):
        check_code(staff=staff, code=code_at(3))
    check_code(staff=staff, code=code_at(1))


def test_spaces_in_a_code_do_not_matter(make_staff: MakeStaff) -> None:
    code = code_at()
    check_code(staff=make_staff(), code=f" {code[:3]} {code[3:]} ")


def test_wrong_codes_lead_to_a_pause_that_grows(make_staff: MakeStaff) -> None:
    staff = make_staff()
    for _ in range(5):
        with pytest.raises(WrongCode):
            check_code(staff=staff, code="000000x")
    with pytest.raises(TooMany) as pause:
        check_code(staff=staff, code=code_at())
    assert pause.value.retry_after is not None and 0 < pause.value.retry_after <= 30
    SecondFactor.objects.update(blocked_until=timezone.now() - timedelta(seconds=1))
    for _ in range(5):
        with pytest.raises(WrongCode):
            check_code(staff=staff, code="nonsense")
    with pytest.raises(TooMany) as longer:
        check_code(staff=staff, code=code_at())
    assert longer.value.retry_after is not None and longer.value.retry_after > 30


@pytest.mark.parametrize(
    "code", ["", "٠١٢٣٤٥", "１２３４５６", "12345", "1234567", "-1", "é" * 40, "\x00"]
)
def test_what_is_no_code_is_a_wrong_code(make_staff: MakeStaff, code: str) -> None:
    with pytest.raises(WrongCode):
        check_code(staff=make_staff(), code=code)


def test_setting_up_shows_a_picture_and_gives_recovery_codes_once(make_staff: MakeStaff) -> None:
    staff = make_staff(factor=False)
    browser = Browser()
    browser.fetch_csrf()
    first = browser.call(
        "POST", "/api/v1/auth/sign-in", {"email": staff.email, "password": PASSWORD}
    ).json()
    assert first["next"] == "enrol"
    browser.csrf = first["csrf"]
    made = browser.call("POST", "/api/v1/auth/enrol").json()
    assert made["qr_svg"].startswith("<svg") and "script" not in made["qr_svg"]
    assert made["uri"].startswith("otpauth://totp/")
    wrong = browser.call("POST", "/api/v1/auth/code", {"code": "000000"})
    assert wrong.status_code == 401
    done = browser.call("POST", "/api/v1/auth/code", {"code": code_at(0, made["secret"])}).json()
    assert done["next"] == "done"
    assert len(set(done["recovery_codes"])) == 10
    assert browser.get("/api/v1/me").status_code == 200
    assert not RecoveryCode.objects.filter(digest__in=done["recovery_codes"]).exists()


def test_the_password_alone_cannot_replace_a_second_factor(make_staff: MakeStaff) -> None:
    staff = make_staff()
    browser = Browser()
    browser.fetch_csrf()
    first = browser.call(
        "POST", "/api/v1/auth/sign-in", {"email": staff.email, "password": PASSWORD}
    ).json()
    browser.csrf = first["csrf"]
    answer = browser.call("POST", "/api/v1/auth/enrol")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "already_enrolled")


def test_a_recovery_code_works_once_instead_of_a_code(make_staff: MakeStaff) -> None:
    staff = make_staff()
    codes = services.new_recovery_codes(staff=staff)
    check_code(staff=staff, code=codes[3].upper())
    with pytest.raises(WrongCode):
        check_code(staff=staff, code=codes[3])
    check_code(staff=staff, code=codes[4].replace("-", ""))


def test_somebody_elses_recovery_code_is_wrong(make_staff: MakeStaff) -> None:
    codes = services.new_recovery_codes(staff=make_staff("other@example.com"))
    with pytest.raises(WrongCode):
        check_code(staff=make_staff(), code=codes[0])


def test_new_recovery_codes_ask_for_a_code_again(make_staff: MakeStaff) -> None:
    make_staff()
    browser = sign_in()
    wrong = browser.call("POST", "/api/v1/auth/recovery-codes", {"code": "000000"})
    assert wrong.status_code == 401
    right = browser.call("POST", "/api/v1/auth/recovery-codes", {"code": code_at(1)})
    assert len(right.json()["recovery_codes"]) == 10


def test_a_known_second_factor_exists_in_the_demo_alone(
    make_staff: MakeStaff, settings: Settings
) -> None:
    staff = make_staff(factor=False)
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        services.enrol_demo(staff, SECRET)
    settings.DEMO = True
    with pytest.raises(ValueError):
        services.enrol_demo(staff, "JBSWY3DPEHPK3PXP")
    services.enrol_demo(staff, SECRET)
    check_code(staff=staff, code=code_at())


def test_a_sealed_secret_opens_for_its_purpose_and_key_alone(settings: Settings) -> None:
    sealed = sealing.seal("secret", "totp")
    assert sealing.unseal(sealed, "totp") == "secret"
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(sealed, "webhook")
    before = settings.SECRET_KEY
    settings.SECRET_KEY = "another one"
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(sealed, "totp")
    settings.SECRET_KEY_FALLBACKS = [before]
    assert sealing.unseal(sealed, "totp") == "secret"


def test_the_issuer_is_in_the_address(make_staff: MakeStaff) -> None:
    made = services.begin_enrolment(staff=make_staff(factor=False))
    assert f"issuer={settings.WAGTAIL_SITE_NAME}" in made.uri
