"""`/api/v1/auth/…`: two steps in, one step out."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Schema
from pydantic import Field

from hub.accounts import services
from hub.accounts.services.second_factor import check_code
from hub.accounts.services.sign_in import pending_staff
from hub.web import principal
from hub.web.client_address import client_address

router = Router(tags=["auth"])

#: Longer ones are refused before anything is computed.
Email = Annotated[str, Field(max_length=254)]
Password = Annotated[str, Field(min_length=1, max_length=256)]
Code = Annotated[str, Field(min_length=1, max_length=40)]


class CsrfOut(Schema):
    csrf: str


class SignInIn(Schema):
    email: Email
    password: Password


class NextOut(Schema):
    """`csrf` replaces the token from before: signing in makes a new one."""

    next: Literal["code", "enrol", "done"]
    csrf: str
    #: Only when this code set the second factor up; shown this once.
    recovery_codes: list[str] = []


class CodeIn(Schema):
    code: Code


class EnrolOut(Schema):
    secret: str
    uri: str
    qr_svg: str


class EmailIn(Schema):
    email: Email


class NewPasswordIn(Schema):
    token: Annotated[str, Field(min_length=1, max_length=200)]
    password: Password


class RecoveryCodesOut(Schema):
    recovery_codes: list[str]


class Done(Schema):
    done: bool = True


@router.get("/csrf", response=CsrfOut)
def csrf(request: HttpRequest) -> CsrfOut:
    """The token to send back as `X-CSRFToken` with every write."""
    return CsrfOut(csrf=get_token(request))


@router.post("/sign-in", response=NextOut)
def sign_in(request: HttpRequest, body: SignInIn) -> NextOut:
    then = services.enter_password(request=request, email=body.email, password=body.password)
    return NextOut(next=then, csrf=get_token(request))


@router.post("/enrol", response=EnrolOut)
def enrol(request: HttpRequest) -> EnrolOut:
    """After the password, where there is no second factor yet. `auth/code` confirms it."""
    made = services.begin_enrolment(staff=pending_staff(request))
    return EnrolOut(secret=made.secret, uri=made.uri, qr_svg=made.qr_svg)


@router.post("/code", response=NextOut)
def code(request: HttpRequest, body: CodeIn) -> NextOut:
    """Six digits, or a recovery code."""
    codes = services.enter_code(request=request, code=body.code)
    return NextOut(next="done", csrf=get_token(request), recovery_codes=codes)


@router.post("/sign-out", response=Done)
def sign_out(request: HttpRequest) -> Done:
    services.sign_out(request=request)
    return Done()


@router.post("/sign-out-everywhere", response=Done)
def sign_out_everywhere(request: HttpRequest) -> Done:
    services.sign_out_everywhere(request=request, staff=principal.staff_of(request))
    return Done()


@router.post("/recovery-codes", response=RecoveryCodesOut)
def recovery_codes(request: HttpRequest, body: CodeIn) -> RecoveryCodesOut:
    """Ten new ones instead of the old ones; asks for a code again."""
    staff = principal.staff_of(request)
    check_code(staff=staff, code=body.code)
    return RecoveryCodesOut(recovery_codes=services.new_recovery_codes(staff=staff))


@router.post("/password/forgotten", response=Done)
def password_forgotten(request: HttpRequest, body: EmailIn) -> Done:
    """Sends a link, if there is such an account; the answer is the same if there is none."""
    services.ask_for_reset(email=body.email, address=client_address(request))
    return Done()


@router.post("/password", response=Done)
def password(request: HttpRequest, body: NewPasswordIn) -> Done:
    """Sets the password with the secret out of a mailed link (its `#…`)."""
    services.set_password_by_link(token=body.token, password=body.password)
    return Done()
