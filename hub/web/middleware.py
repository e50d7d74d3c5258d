"""A middleware that works before and after a view without leaving the event loop's thread."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]


class Middleware:
    """Subclasses fill in `before` (may answer at once) and `after`. Neither may block.

    Django's own mixin moves both into a thread for every request; these are too small for that.
    """

    sync_capable: ClassVar[bool] = True
    async_capable: ClassVar[bool] = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(cast(Any, self))

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self._call_async(request)
        try:
            response = self.before(request)
            if response is None:
                response = cast(HttpResponseBase, self.get_response(request))
            self.after(request, response)
        finally:
            self.done(request)
        return response

    async def _call_async(self, request: HttpRequest) -> HttpResponseBase:
        try:
            response = self.before(request)
            if response is None:
                response = await cast(Awaitable[HttpResponseBase], self.get_response(request))
            self.after(request, response)
        finally:
            self.done(request)
        return response

    def before(self, request: HttpRequest) -> HttpResponseBase | None:
        """Look at the request; an answer given here is the answer."""
        return None

    def after(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Put headers on the answer."""

    def done(self, request: HttpRequest) -> None:
        """Always called, also when the view was cancelled."""
