import gzip
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings

from hub.sites.models import Site
from hub.web import site_origins
from tests.hub.browser import Browser

PAGE = '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><p>panel</p>'


@pytest.fixture
def built(settings: Settings, tmp_path: Path) -> Path:
    settings.FRONTEND_DIST = tmp_path
    for app in ("console", "widget", "room"):
        (tmp_path / app).mkdir()
        (tmp_path / app / "index.html").write_text(PAGE)
    (tmp_path / "widget" / "embed.js").write_text("/* launcher */")
    return tmp_path


@pytest.fixture
def site(db: None) -> Site:
    site_origins.forget()
    return Site.objects.create(
        key="haldner",
        name="Haldner",
        origins=[
            "https://www.haldner.example",
            "http://localhost:3000",
            "https://evil.example; script-src *",
            "*",
            "https://a.example\r\nX: y",
        ],
    )


def _policy(response: Any) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split("; ")
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


def test_the_console_runs_nothing_inline_and_nothing_from_elsewhere(built: Path) -> None:
    response = Browser("staff").get("/")
    policy = _policy(response)
    assert response.status_code == 200
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    nonce = policy["style-src"].partition("'nonce-")[2].rstrip("'")
    assert f'nonce="{nonce}"' in response.content.decode()
    assert len(nonce) > 20
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-cache"
    assert not response.cookies


def test_a_nonce_is_used_once(built: Path) -> None:
    browser = Browser("staff")
    assert browser.get("/").content != browser.get("/").content


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/sign-in/password", "/contacts/1f2e", "/bridge"]
)
def test_every_screen_of_the_console_is_the_same_page(built: Path, path: str) -> None:
    assert b"panel" in Browser("staff").get(path).content


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/static/nothing", "/favicon.ico", "/a.php"])
def test_what_is_no_screen_is_not_found(built: Path, db: None, path: str) -> None:
    response = Browser("staff").get(path)
    assert response.status_code == 404
    assert b"panel" not in response.content
    if path.startswith("/api/"):
        assert response.json()["error"]["code"] == "not_found"


def test_the_console_takes_no_post(built: Path) -> None:
    assert Browser("staff").post("/", {}).status_code in (403, 405)


def test_a_missing_build_is_said_plainly(settings: Settings, tmp_path: Path, site: Site) -> None:
    settings.FRONTEND_DIST = tmp_path
    for origin, path in (
        *(("staff", "/"), ("public", "/widget/")),
        *(("public", "/embed.js"), ("public", "/room/")),
    ):
        response = Browser(origin).get(path, headers={"accept-language": "en"})  # type: ignore[arg-type]
        assert response.status_code == 503
        assert b"make frontend" in response.content


def test_the_panel_is_framed_by_its_sites_pages_alone(built: Path, site: Site) -> None:
    response = Browser("public").get("/widget/?site=haldner")
    ancestors = _policy(response)["frame-ancestors"]
    assert ancestors == "'self' https://www.haldner.example http://localhost:3000"
    assert "X-Frame-Options" not in response
    assert "evil" not in str(response.headers)
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


@pytest.mark.parametrize("key", ["", "unknown", "haldner\r\nX: y", "'; --", "x" * 5000, "\x00"])
def test_an_unknown_site_is_framed_by_nobody_else(built: Path, site: Site, key: str) -> None:
    response = Browser("public").get("/widget/", {"site": key})
    assert _policy(response)["frame-ancestors"] == "'self'"


@pytest.mark.parametrize("path", ["/room/", "/room/anything", "/room/a/b"])
def test_the_room_is_framed_by_nobody_and_sends_no_referrer(built: Path, path: str) -> None:
    response = Browser("public").get(path)
    policy = _policy(response)
    assert response.status_code == 200
    assert policy["default-src"] == policy["frame-ancestors"] == policy["form-action"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "camera=(self)" in response["Permissions-Policy"]
    assert not response.cookies


def test_the_room_is_the_same_page_for_everybody_and_takes_no_post(built: Path) -> None:
    browser = Browser("public")
    with_token = browser.get("/room/?token=whatever").content.split(b"nonce=")
    assert with_token[0] == browser.get("/room/").content.split(b"nonce=")[0]
    assert browser.post("/room/", {}).status_code == 405
    assert browser.get("/room/index.html").status_code == 404


def test_a_changed_site_is_seen(built: Path, site: Site) -> None:
    Browser("public").get("/widget/?site=haldner")
    Site.objects.update(origins=["https://new.example"])
    site_origins.forget()
    policy = _policy(Browser("public").get("/widget/?site=haldner"))
    assert policy["frame-ancestors"] == "'self' https://new.example"


def test_the_launcher_goes_out_packed_to_who_takes_it(built: Path) -> None:
    (built / "widget" / "embed.js.gz").write_bytes(gzip.compress(b"/* launcher */"))
    packed = Browser("public").get("/embed.js", headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == b"/* launcher */"
    plain = Browser("public").get("/embed.js")
    assert "Content-Encoding" not in plain
    assert plain.content == b"/* launcher */"
    assert "Accept-Encoding" in plain["Vary"]


def test_the_launcher_may_be_loaded_by_any_page_and_kept_for_five_minutes(built: Path) -> None:
    response = Browser("public").get("/embed.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=300" in response["Cache-Control"]
    assert not response.cookies


def test_data_is_not_a_page(db: None) -> None:
    for origin, path in (("staff", "/api/v1/me"), ("public", "/api/v1/public/nothing")):
        response = Browser(origin).get(path)  # type: ignore[arg-type]
        assert _policy(response)["default-src"] == "'none'"
        assert response["Cache-Control"] == "no-store"


def test_https_is_remembered_where_it_is_configured(settings: Settings, built: Path) -> None:
    assert "Strict-Transport-Security" not in Browser("staff").get("/")
    settings.ORIGINS = {**settings.ORIGINS, "staff": "https://staff.example"}
    settings.ALLOWED_HOSTS = ["staff.example"]
    response = Browser("staff").get("/")
    assert response["Strict-Transport-Security"].startswith("max-age=")


def test_the_cms_has_its_own_policy_and_no_door_of_its_own(db: None) -> None:
    browser = Browser("staff")
    for path in ("/cms/login/", "/cms/password_reset/", "/cms/password_reset/confirm/x/y/"):
        response = browser.get(path)
        assert (response.status_code, response["Location"]) == (302, "/sign-in?next=/cms/")
        assert _policy(response)["default-src"] == "'none'"
    posted = browser.post("/cms/login/", {"username": "x", "password": "y"})
    assert posted.status_code in (403, 405)
    assert Browser("public").get("/cms/").status_code == 404


def test_the_request_id_comes_back_and_is_not_the_clients(built: Path, settings: Settings) -> None:
    sent = {"x-request-id": "abcdefgh-1234"}
    browser = Browser("staff")
    assert browser.get("/", headers=sent)["X-Request-Id"] != "abcdefgh-1234"
    settings.TRUSTED_PROXIES = ["203.0.113.0/24"]
    assert browser.get("/", headers=sent)["X-Request-Id"] == "abcdefgh-1234"
    for bad in ("a\r\nb", "x" * 65, "short", "ä" * 10, "<script>1"):
        assert browser.get("/", headers={"x-request-id": bad})["X-Request-Id"] != bad


def test_staff_cookies_mean_nothing_on_the_other_origins(built: Path, site: Site) -> None:
    for origin in ("public", "files"):
        browser = Browser(origin)
        browser.cookies[django_settings.SESSION_COOKIE_NAME] = "x" * 32
        browser.cookies[django_settings.CSRF_COOKIE_NAME] = "y" * 32
        for path in ("/", "/widget/?site=haldner", "/api/v1/me", "/f/x"):
            assert not browser.get(path).cookies
        assert browser.post("/api/v1/auth/sign-in", {}).status_code == 404
