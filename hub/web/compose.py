"""Makes the URLconf and the API of an origin out of the registries."""

from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from hub.errors import BadInput, HubError, NotFound
from hub.registry.routes import Origin, apis, urls


def error_body(error: HubError) -> dict[str, object]:
    """The JSON that every failing request gets."""
    body: dict[str, object] = {"code": error.code, "message": error.message}
    if error.field:
        body["field"] = error.field
    if error.retry_after is not None:
        body["retry_after"] = error.retry_after
    if error.facts:
        body["facts"] = error.facts
    return {"error": body}


def make_api(origin: Literal["staff", "public"]) -> NinjaAPI:
    """The API of one origin under /api/v1/, with its OpenAPI document."""
    api = NinjaAPI(
        title=f"Hub ({origin})",
        version="1",
        urls_namespace=f"api-{origin}",
        docs_url=None,
        openapi_url="/openapi.json",
    )

    @api.exception_handler(HubError)
    def on_error(request: HttpRequest, error: HubError) -> HttpResponse:
        response = api.create_response(request, error_body(error), status=error.status)
        if error.retry_after is not None:
            response["Retry-After"] = str(max(1, round(error.retry_after)))
        return response

    @api.exception_handler(ValidationError)
    def on_bad_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
        first = error.errors[0] if error.errors else {}
        where = first.get("loc", [])
        wrong = BadInput(field=str(where[-1]) if where else None)
        return api.create_response(request, error_body(wrong), status=wrong.status)

    @api.exception_handler(HttpError)
    def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        """What the framework refuses by itself: a body that is no JSON, a wrong method."""
        return api.create_response(request, error_body(BadInput()), status=error.status_code)

    @api.exception_handler(Http404)
    def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return api.create_response(request, error_body(NotFound()), status=404)

    for part in sorted(apis, key=lambda a: a.prefix):
        if part.origin == origin:
            api.add_router(part.prefix, part.router())
    return api


_apis: dict[str, NinjaAPI] = {}


def api_of(origin: Literal["staff", "public"]) -> NinjaAPI:
    """The one API of an origin, made at first use (after every app registered)."""
    if origin not in _apis:
        _apis[origin] = make_api(origin)
    return _apis[origin]


def url_patterns(origin: Origin) -> list[URLPattern | URLResolver]:
    """All URL patterns of one origin: health, API, then what the apps registered, by order."""
    patterns: list[URLPattern | URLResolver] = [path("", include("hub.runtime.urls"))]
    if origin != "files":
        patterns.append(path("api/v1/", api_of(origin).urls))
    for part in sorted(urls, key=lambda u: u.order):
        if part.origin == origin:
            patterns.extend(part.patterns())
    return patterns
