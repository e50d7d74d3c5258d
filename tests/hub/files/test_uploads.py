import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django.fixtures import Settings

from hub.errors import NotFound
from hub.files import links, services
from hub.files.models import StoredFile
from hub.files.services.erasing import UNATTACHED_FOR
from hub.realtime import tokens
from tests.hub.accounts.conftest import MakeStaff, make_staff, quick_passwords, sign_in, site
from tests.hub.browser import Browser
from tests.hub.files.conftest import PDF, Owner, Store, picture

__all__ = ["make_staff", "quick_passwords", "site"]


def _bearer(owner: Owner) -> dict[str, str]:
    assert owner.visitor.site is not None
    token, _ = tokens.make(owner.visitor.id, owner.visitor.site)
    return {"authorization": f"Bearer {token}"}


def _send(owner: Owner, name: str = "a.pdf", content: bytes = PDF, **headers: str) -> Any:
    file = io.BytesIO(content)
    file.name = name
    return Browser("public").post(
        "/api/v1/public/files",
        {"file": file, "conversation": str(owner.id)},
        headers=headers or _bearer(owner),
    )


def _fetch(url: str) -> Any:
    parts = urlsplit(url)
    return Browser("files").get(f"{parts.path}?{parts.query}")


def test_a_visitor_uploads_and_gets_a_link_that_works(owner: Owner) -> None:
    answer = _send(owner, "Angebot für Größe 5.pdf")
    assert answer.status_code == 200, answer.content
    made = answer.json()
    assert (made["name"], made["size"], made["preview"]) == (
        "Angebot für Größe 5.pdf",
        len(PDF),
        None,
    )
    assert made["url"].startswith(django_settings.ORIGINS["files"])
    response = _fetch(made["url"])
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Angebot")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_a_picture_has_a_preview(owner: Owner) -> None:
    made = _send(owner, "a.png", picture("PNG", (900, 900))).json()
    response = _fetch(made["preview"])
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_file_is_on_no_other_origin(owner: Owner) -> None:
    parts = urlsplit(_send(owner).json()["url"])
    for origin in ("public", "staff"):
        answer = Browser(origin).get(f"{parts.path}?{parts.query}")
        assert b"%PDF" not in getattr(answer, "content", b"%PDF")


def test_a_changed_link_is_no_link(owner: Owner) -> None:
    url = _send(owner, "a.png", picture()).json()["url"]
    other = uuid4().hex
    found = StoredFile.objects.get().id.hex
    end = url.partition("e=")[2].partition("&")[0]
    for forged in (
        url.replace(found, other),
        url[:-1] + ("0" if url[-1] != "0" else "1"),
        url.replace(f"e={end}", f"e={int(end) + 600}"),
        url.replace(f"e={end}", "e=99999999999999999999"),
        url.replace(f"e={end}", "e=-1"),
        url.replace(f"e={end}", "e=٣"),
        url + "&v=p",
        url.partition("?")[0],
        url.replace("&s=", "&s=ä"),
    ):
        assert _fetch(forged).status_code == 404, forged


def test_an_old_link_says_so(store: Store) -> None:
    file = store("a.pdf", PDF)
    old = links.url(file.id, file.name, seconds=60, now=0)
    answer = _fetch(old)
    assert answer.status_code == 410
    assert b"%PDF" not in answer.content


def test_the_same_link_is_given_for_a_while(store: Store) -> None:
    file = store("a.pdf", PDF)
    assert links.url(file.id, "a", now=600) == links.url(file.id, "a", now=1199.5 - 600 + 1)


@pytest.mark.parametrize(
    "path",
    ["/f/..%2f..%2fetc%2fpasswd", "/f/%00/x", "/f/" + "0" * 32 + "/../../x", "/f/x/y", "/uploads/",
     "/media/../uploads/x", "/media/images/..%2f..%2fuploads%2fx.png", "/media/images/%2e%2e/x.png",
     "/media/images/a.svg", "/media/images/a.html", "/media/documents/a.pdf", "/media//etc/passwd",
     "/media/images/a\x00.png"],
)  # fmt: skip
def test_nothing_else_has_an_address(db: None, path: str, settings: Settings) -> None:
    assert Browser("files").get(path).status_code == 404


def test_pictures_of_the_cms_are_public(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.max-800x600.png").write_bytes(picture())
    response = Browser("files").get("/media/images/a.max-800x600.png")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")


def test_without_a_token_or_with_a_wrong_one_nothing_is_taken(owner: Owner) -> None:
    good = _bearer(owner)["authorization"]
    stranger, _ = tokens.make(uuid4(), uuid4())
    expired, _ = tokens.make(owner.visitor.id, uuid4(), now=0)
    for sent, status in (
        ("", 401),
        ("Bearer", 401),
        (good.replace("Bearer", "Basic"), 401),
        (good[:-3], 401),
        (f"Bearer {expired}", 401),
        ("Bearer " + "x" * 10_000, 401),
        (f"Bearer {stranger}", 404),
    ):
        answer = _send(owner, authorization=sent)
        assert answer.status_code == status, (sent, answer.content)
    assert not StoredFile.objects.exists()


def test_a_foreign_conversation_is_not_there(owner: Owner) -> None:
    owner.id = uuid4()
    headers = _bearer(owner)
    answer = Browser("public").post(
        "/api/v1/public/files",
        {"file": SimpleUploadedFile("a.pdf", PDF), "conversation": str(uuid4())},
        headers=headers,
    )
    assert answer.status_code == 404
    for wrong in ("x", "", "0" * 5000):
        answer = Browser("public").post(
            "/api/v1/public/files",
            {"file": SimpleUploadedFile("a.pdf", PDF), "conversation": wrong},
            headers=headers,
        )
        assert answer.status_code == 404


def test_a_file_that_is_too_large_is_cut_off_and_said_so(owner: Owner, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 200_000
    answer = _send(owner, content=PDF + b"\n" * 400_000)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert answer.json()["error"]["facts"] == {"limit": 200_000}
    assert _send(owner, content=PDF + b"\n" * 100_000).status_code == 200


def test_an_upload_without_a_file_is_refused_plainly(owner: Owner) -> None:
    for body, content_type in (
        (b"", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
        (b"{}", "application/json"),
        (json.dumps({"file": "x"}).encode(), "text/plain"),
    ):
        answer = Browser("public").generic(
            "POST",
            "/api/v1/public/files",
            body,
            content_type=content_type,
            headers=_bearer(owner),
        )
        assert answer.status_code in (400, 422), (content_type, answer.status_code)
        assert "error" in answer.json()


def test_a_refusal_names_the_reason_in_the_visitors_language(owner: Owner) -> None:
    headers = {**_bearer(owner), "accept-language": "de"}
    answer = _send(owner, "a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40, **headers)
    assert answer.json()["error"]["code"] == "file_heic"
    assert "JPEG" in answer.json()["error"]["message"]
    assert "Bilder" in answer.json()["error"]["message"]


def test_staff_upload_with_their_session(
    owner: Owner, make_staff: MakeStaff, quick_passwords: None
) -> None:
    staff = make_staff()
    browser = sign_in()
    form = {"file": SimpleUploadedFile("a.pdf", PDF), "conversation": str(owner.id)}
    headers = {"x-csrftoken": browser.csrf, "origin": django_settings.ORIGINS["staff"]}
    assert browser.post("/api/v1/files", form, headers=headers).status_code == 404
    owner.allowed.add(staff.id)
    form["file"] = SimpleUploadedFile("a.pdf", PDF)
    made = browser.post("/api/v1/files", form, headers=headers)
    assert made.status_code == 200, made.content
    again = browser.get(f"/api/v1/files/{made.json()['file']}")
    assert again.json()["url"] == made.json()["url"]
    without = {"file": SimpleUploadedFile("a.pdf", PDF), "conversation": str(owner.id)}
    assert browser.post("/api/v1/files", without).status_code == 403
    assert Browser().get(f"/api/v1/files/{made.json()['file']}").status_code == 401


def test_others_see_a_file_once_it_is_part_of_the_conversation(owner: Owner) -> None:
    made = UUID(_send(owner).json()["file"])
    from hub.files.selectors import file_for

    with pytest.raises(NotFound):
        file_for(owner.staff, made)
    services.attach(who=owner.visitor, file=made, owner_kind="conversation", owner=owner.id)
    assert file_for(owner.staff, made).id == made
    owner.allowed.clear()
    with pytest.raises(NotFound):
        file_for(owner.visitor, made)


def test_somebody_elses_file_cannot_be_attached(owner: Owner, store: Store) -> None:
    file = store("a.pdf", PDF)
    for who, where in ((owner.staff, owner.id), (owner.visitor, uuid4())):
        with pytest.raises(NotFound):
            services.attach(who=who, file=file.id, owner_kind="conversation", owner=where)


@pytest.mark.django_db(transaction=True)
def test_an_erased_file_is_gone(owner: Owner, store: Store, uploads: Path) -> None:
    file = store("Lebenslauf.png", picture())
    url = services.signed_url(file)
    services.erase(file)
    services.erase(file)
    assert _fetch(url).status_code == 404
    file.refresh_from_db()
    assert (file.name, file.size) == ("", 0)
    assert not [p for p in uploads.rglob("*") if p.is_file()]


@pytest.mark.django_db(transaction=True)
def test_what_was_never_sent_is_swept_after_a_day(
    owner: Owner, store: Store, uploads: Path
) -> None:
    kept, old = store("a.pdf", PDF), store("b.pdf", PDF)
    services.attach(who=owner.visitor, file=kept.id, owner_kind="conversation", owner=owner.id)
    StoredFile.objects.update(created_at=timezone.now() - 2 * UNATTACHED_FOR)
    fresh = store("c.pdf", PDF)
    assert services.sweep_unattached() == 1
    old.refresh_from_db()
    assert old.erased_at
    assert {p.name for p in uploads.rglob("*") if p.is_file()} == {kept.id.hex, fresh.id.hex}


def test_a_refused_file_leaves_nothing_behind(owner: Owner, uploads: Path) -> None:
    assert _send(owner, "a.png", picture()[:50]).status_code == 422
    assert not StoredFile.objects.exists()
    assert not [p for p in uploads.rglob("*") if p.is_file()]
