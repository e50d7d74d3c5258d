"""The files origin: uploads through signed links, and the pictures of the CMS.

The only place that gives out bytes that somebody uploaded. Everything here is served with a sandbox
CSP and `nosniff` (`hub.web.security`), uploads as attachments.
"""

import mimetypes
import re
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from hub.errors import HubError, NotFound
from hub.files import links, storage
from hub.files.models import StoredFile
from hub.web.failures import answer

#: What the CMS makes of pictures. Nothing else below MEDIA_ROOT has an address.
_MEDIA = re.compile(r"(images|original_images)/[A-Za-z0-9._-]+\.(png|jpe?g|webp|gif|avif)")


@require_safe
def serve(request: HttpRequest, file_id: str, name: str) -> HttpResponseBase:
    try:
        return _serve(request, UUID(hex=file_id))
    except HubError as error:
        return _plain(request, error)


def _serve(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    variant: links.Variant = "preview" if request.GET.get("v") == "p" else "file"
    left = links.check(file_id, variant, request.GET.get("e", ""), request.GET.get("s", ""))
    file = StoredFile.objects.filter(pk=file_id, erased_at__isnull=True).first()
    if file is None or (variant == "preview" and not file.has_preview):
        raise NotFound
    key = file.preview_key if variant == "preview" else file.key
    try:
        content = cast(BinaryIO, storage.uploads().open(key))
    except FileNotFoundError:
        raise NotFound from None
    shown = "image/webp" if variant == "preview" else file.content_type
    response = FileResponse(content, content_type=shown)
    response["Content-Disposition"] = str(content_disposition_header(True, file.name))
    response["Cache-Control"] = f"private, max-age={min(left, 3600)}, immutable"
    return response


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of the CMS: public, like the pages that it stands in."""
    target = Path(settings.MEDIA_ROOT, name)
    if not _MEDIA.fullmatch(name) or not target.is_file():
        return _plain(request, NotFound())
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(target.open("rb"), content_type=kind)
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _plain(request: HttpRequest, error: HubError) -> HttpResponse:
    response = answer(request, error)
    response["Cache-Control"] = "no-store"
    return response


def paths() -> list[URLPattern | URLResolver]:
    return [
        re_path(r"^f/(?P<file_id>[0-9a-f]{32})/(?P<name>[^/]+)$", serve, name="file"),
        re_path(r"^media/(?P<name>.+)$", media, name="media"),
    ]
