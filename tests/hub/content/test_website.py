from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django.fixtures import Settings

from hub.content.models import ProductPage
from tests.hub.content.conftest import Import, forget, product

HOST = configured.PUBLIC_ORIGIN.partition("//")[2]
BASE = f"/{configured.CONTENT_PATH}"


@pytest.fixture
def visitor(take_over: Import, settings: Settings) -> Client:
    settings.ERP_URL = ""
    forget()
    take_over()
    return Client(headers={"host": HOST})


def test_a_page_sets_no_cookie_and_is_not_kept(visitor: Client) -> None:
    for path in ("", "de/", "de/heber/", "de/heber/vh-250/", "de/suche/?q=Speicher", "de/nix/"):
        response = visitor.get(BASE + path)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_a_visitors_language_decides_where_they_start(visitor: Client) -> None:
    for asked, code in (
        ("de-DE,de;q=0.9", "de"),
        ("en-GB,en;q=0.8", "en"),
        ("fr, en;q=0.5", "en"),
        ("", "de"),
        ("x" * 5000, "de"),
    ):
        response = visitor.get(BASE, headers={"accept-language": asked})
        assert response.headers["Location"] == f"{BASE}{code}/"


def test_a_page_is_in_its_own_language_whatever_the_browser_asks_for(visitor: Client) -> None:
    german = visitor.get(f"{BASE}de/heber/vh-250/", headers={"accept-language": "en"})
    assert b'<html lang="de">' in german.content
    assert "Preis zzgl. MwSt." in german.content.decode()
    english = visitor.get(f"{BASE}en/heber/vh-250/", headers={"accept-language": "de"})
    assert b'<html lang="en">' in english.content
    assert b"Price plus VAT" in english.content


def test_without_a_figure_the_price_is_on_request(visitor: Client) -> None:
    page = visitor.get(f"{BASE}de/heber/vh-250/").content.decode()
    assert "Preis auf Anfrage" in page
    assert "Stand" not in page


def test_a_heading_can_be_jumped_to(visitor: Client) -> None:
    page = visitor.get(f"{BASE}de/heber/vh-250/").content.decode()
    assert '<h2 id="bei-stromausfall">' in page


NOWHERE = [
    "de/nix/",
    "de/heber/nix/",
    "de/heber/vh-250/below/",
    "de/%00/",
    "de/../../etc/passwd/",
    "de/HEBER/",
    "de/" + "a" * 5000 + "/",
    "de/heber/%27;--/",
    "de/%E2%80%A8/",
]


def test_what_is_not_there_is_a_404_in_the_websites_frame(visitor: Client) -> None:
    for path in NOWHERE:
        response = visitor.get(BASE + path)
        assert response.status_code == 404, path
        assert b"Diese Seite gibt es nicht" in response.content, path


def test_an_unpublished_page_is_gone_at_once(visitor: Client) -> None:
    ProductPage.objects.get(locale__language_code="de").unpublish()
    assert visitor.get(f"{BASE}de/heber/vh-250/").status_code == 404
    assert b"VH 250" not in visitor.get(f"{BASE}de/suche/?q=Stromausfall").content


def test_names_and_texts_cannot_carry_html(take_over: Import) -> None:
    evil = "<script>alert(1)</script>"
    take_over(
        products=[
            product("de", name=f"VH {evil}", teaser=evil, features=[evil], family=evil),
            product("en"),
        ]
    )
    client = Client(headers={"host": HOST})
    for path in ("de/heber/vh-250/", "de/heber/", f"de/suche/?q={evil}", "de/"):
        assert evil.encode() not in client.get(BASE + path).content


def test_any_question_gets_a_page(visitor: Client) -> None:
    for query in ("x" * 100_000, "\x00", "' & | ! ( ) :*", "<b>", "%", "\ud800"):
        data: Any = {"q": query.encode("utf-8", "replace")}
        assert visitor.get(f"{BASE}de/suche/", data).status_code == 200, query[:20]


def test_live_figures_over_http(visitor: Client) -> None:
    response = visitor.get("/api/v1/public/live", {"sku": "114-250,other"})
    assert response.json() == {"figures": {"114-250": None, "other": None}}
    assert not response.cookies
    too_many = visitor.get("/api/v1/public/live", {"sku": ",".join(map(str, range(30)))})
    assert too_many.status_code == 422
    assert too_many.json()["error"]["field"] == "sku"
    assert visitor.get("/api/v1/public/live", {"sku": "x" * 100_000}).status_code in (200, 422)
