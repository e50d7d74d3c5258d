"""Serves the pages of the CMS by language and path, their search, and a 404 in their own frame."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, re_path
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from hub.content import selectors
from hub.content.models import HomePage
from hub.content.types import Passage
from hub.content.website import context

_PATH = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*/)*")
_LANGUAGES = "|".join(context.NAMES)
FOUND_MAX = 12


def patterns() -> list[URLPattern | URLResolver]:
    below = re.escape(settings.CONTENT_PATH)
    found: list[URLPattern | URLResolver] = [
        re_path(rf"^{below}(?P<language>{code})/{path}/$", search)
        for code, path in context.SEARCH.items()
    ]
    return [
        *found,
        re_path(rf"^{below}$", choose, name="website"),
        re_path(rf"^{below}(?P<language>{_LANGUAGES})(?P<path>/.*)?$", serve),
    ]


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """To the language that the browser asks for, the first one of ours where it asks for none."""
    asked = request.headers.get("Accept-Language", "")[:200].lower()
    codes = list(
        HomePage.objects.live().order_by("path").values_list("locale__language_code", flat=True)
    )
    if not codes:
        raise Http404
    wanted = [part.split(";")[0].strip().split("-")[0] for part in asked.split(",")]
    code = next((part for part in wanted if part in codes), codes[0])
    response = HttpResponseRedirect(f"/{settings.CONTENT_PATH}{code}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def serve(request: HttpRequest, language: str, path: str | None = None) -> HttpResponse:
    """A published page. Prices in it are those of this moment, so it is not kept anywhere."""
    if path is None or not path.endswith("/"):
        if _PATH.fullmatch((path or "").removeprefix("/") + "/") or not path:
            return HttpResponseRedirect(f"/{settings.CONTENT_PATH}{language}{path or ''}/")
        return _lost(request, language)
    with translation.override(language):
        try:
            page, args, kwargs = _home(language).route(request, _components(path))
        except Http404:
            return _lost(request, language)
        response: HttpResponse = page.serve(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            response.render()
    return _fresh(response)


@require_safe
def search(request: HttpRequest, language: str) -> HttpResponse:
    """What the content base says to `?q=`, best first."""
    query = request.GET.get("q", "")[: selectors.QUERY_MAX].strip()
    with translation.override(language):
        values = context.frame(language)
        if values["home"] is None:
            raise Http404
        result = selectors.search_sync(query, language=language, k=FOUND_MAX) if query else None
        found: dict[int, Passage] = {}
        for passage in result.passages if result else []:
            found.setdefault(passage.page_id, passage)
        response = TemplateResponse(
            request, "content/search.html", values | {"query": query, "found": found.values()}
        )
        response.render()
    return _fresh(response)


def _home(language: str) -> HomePage:
    live = HomePage.objects.live().filter(locale__language_code=language)
    home: HomePage | None = live.order_by("path").first()
    if home is None:
        raise Http404
    return home


def _components(path: str) -> list[str]:
    below = path.removeprefix("/")
    if not _PATH.fullmatch(below):
        raise Http404
    return [part for part in below.split("/") if part]


def _lost(request: HttpRequest, language: str) -> HttpResponse:
    """404 within the website's own frame."""
    with translation.override(language):
        response = TemplateResponse(
            request, "content/lost.html", context.frame(language), status=404
        )
        return _fresh(response.render())


def _fresh(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, no_cache=True)
    return response
