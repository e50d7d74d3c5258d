"""Answering with msgspec structs: one encoder for sockets and HTTP."""

from typing import Any

import msgspec
from django.http import HttpResponse

_encoder = msgspec.json.Encoder()


def respond(data: Any, status: int = 200) -> HttpResponse:
    """JSON of a struct, or of lists and dicts of them. Never cached: it is somebody's."""
    response = HttpResponse(_encoder.encode(data), content_type="application/json", status=status)
    response["Cache-Control"] = "no-store"
    return response
