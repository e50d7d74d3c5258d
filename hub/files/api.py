"""`/api/v1/files` for staff, `/api/v1/public/files` for visitors: the same, but for who it is."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from hub.errors import BadInput, NotFound, SignInNeeded, TooLarge
from hub.files import selectors, services
from hub.files.handlers import was_too_large
from hub.files.models import StoredFile
from hub.realtime import tokens
from hub.registry.file_owners import file_owners
from hub.registry.streams import Principal
from hub.web import principal, rate_limit
from hub.web.client_address import client_address, rate_key

staff_router = Router(tags=["files"])
public_router = Router(tags=["files"])

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "conversation": {"type": "string", "format": "uuid"},
                    },
                    "required": ["file"],
                }
            }
        },
    }
}


class FileOut(Schema):
    """`url` and `preview` work for an hour; ask again for new ones."""

    file: UUID
    name: str
    size: int
    type: str
    url: str
    preview: str | None


@staff_router.post("", response=FileOut, openapi_extra=_FORM)
def upload(request: HttpRequest) -> FileOut:
    return _upload(request, principal.of(request))


@staff_router.get("/{file_id}", response=FileOut)
def file(request: HttpRequest, file_id: UUID) -> FileOut:
    """New links to a file."""
    return _out(selectors.file_for(principal.of(request), file_id))


@public_router.post("", response=FileOut, openapi_extra=_FORM)
def upload_as_visitor(request: HttpRequest) -> FileOut:
    return _upload(request, _visitor(request))


@public_router.get("/{file_id}", response=FileOut)
def file_as_visitor(request: HttpRequest, file_id: UUID) -> FileOut:
    """New links to a file."""
    return _out(selectors.file_for(_visitor(request), file_id))


def _visitor(request: HttpRequest) -> Principal:
    """From `Authorization: Bearer <token>`. Raises `SignInNeeded`, `BadToken`."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SignInNeeded
    claims = tokens.read(token.strip())
    return Principal(kind="visitor", id=claims.visitor, site=claims.site)


def _upload(request: HttpRequest, who: Principal) -> FileOut:
    rate_limit.require(f"upload.{who.kind}:{who.id}", 60, 600)
    rate_limit.require(f"upload.address:{rate_key(client_address(request))}", 120, 600)
    given = request.FILES.get("file")
    if was_too_large(request):
        raise TooLarge(limit=settings.UPLOAD_MAX_BYTES)
    if given is None:
        raise BadInput(field="file")
    kind, owner = _owner(request)
    return _out(services.store(who=who, owner_kind=kind, owner=owner, upload=given))


def _owner(request: HttpRequest) -> tuple[str, UUID]:
    """The form field that is named like a kind of owner, e.g. `conversation=<uuid>`."""
    for owner in file_owners:
        if owner.name in request.POST:
            try:
                return owner.name, UUID(str(request.POST[owner.name]))
            except ValueError:
                raise NotFound from None
    raise BadInput(field="conversation")


def _out(file: StoredFile) -> FileOut:
    return FileOut(
        file=file.id,
        name=file.name,
        size=file.size,
        type=file.content_type,
        url=services.signed_url(file),
        preview=services.preview_url(file),
    )
