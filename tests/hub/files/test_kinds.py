import codecs
import zipfile

import pytest

from hub.files import names
from hub.files.errors import Broken, Empty, HasMacros, HeicPicture, NotWhatItSays, UnknownType
from tests.hub.files.conftest import PDF, Store, docx, docx_parts, package, picture

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
DXF = b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n"


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.png", picture("PNG"), "image/png"),
        ("a.JPG", picture("JPEG"), "image/jpeg"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("a.docx", docx(), DOCX),
        ("a.odt", package({"mimetype": ODT, "content.xml": "<x/>"}), ODT),
        ("a.dwg", b"AC1032\0\0\0\0rest", "application/octet-stream"),
        ("a.dxf", DXF, "application/octet-stream"),
        ("a.stp", b"ISO-10303-21;\nHEADER;", "application/octet-stream"),
        ("a.txt", "Grüße, 25 m²".encode(), "text/plain"),
        ("a.csv", "Größe;5\r\n".encode("cp1252"), "text/plain"),
        ("a.txt", codecs.BOM_UTF16_LE + "Grüße".encode("utf-16-le"), "text/plain"),
    ],
)  # fmt: skip
def test_what_people_send_is_taken(
    store: Store, name: str, content: bytes, content_type: str
) -> None:
    assert store(name, content).content_type == content_type


def test_what_the_browser_says_it_is_does_not_count(store: Store) -> None:
    # The fixture sends everything as text/html.
    assert store("a.pdf", PDF).content_type == "application/pdf"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.svg", SVG, UnknownType),
        ("a.txt", SVG, UnknownType),
        ("a.txt", codecs.BOM_UTF8 + b"  <!DOCTYPE html><script>", UnknownType),
        ("a.txt", codecs.BOM_UTF16_LE + "<html>".encode("utf-16-le"), UnknownType),
        ("a.png", SVG, UnknownType),
        ("a.html", b"Hello", UnknownType),
        ("a.exe", b"MZ\x90\x00\x03", UnknownType),
        ("a.txt", b"MZ\x90\x00\x03", UnknownType),
        ("a.pdf", picture("PNG"), NotWhatItSays),
        ("a.png", PDF, NotWhatItSays),
        ("a.pdf", b"GIF89a" + PDF, NotWhatItSays),
        ("a.pdf", b"\n" * 3000 + PDF, NotWhatItSays),
        ("invoice.pdf.exe", PDF, UnknownType),
        ("noextension", PDF, UnknownType),
        ("a.pdf", b"", Empty),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, UnknownType),
        ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40, HeicPicture),
        ("a.zip", package({"a.txt": "x"}), UnknownType),
        ("a.docx", package({"a.txt": "x"}), UnknownType),
        ("a.jar", docx(), UnknownType),
        ("a.xlsx", docx(), NotWhatItSays),
        ("a.docx", b"PK\x03\x04 and nothing more", Broken),
    ],
)
def test_what_is_not_what_it_says_is_refused(
    store: Store, name: str, content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        store(name, content)


@pytest.mark.parametrize(
    "content",
    [
        docx(**{"word/vbaProject.bin": b"x"}),
        docx(**{"word/activeX/activeX1.xml": b"x"}),
        docx(**{"xl/macrosheets/sheet1.xml": b"x"}),
        docx(**{"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
    ],
)
def test_macros_are_refused(store: Store, content: bytes) -> None:
    with pytest.raises(HasMacros):
        store("a.docx", content)


def test_macros_in_open_documents_are_refused(store: Store) -> None:
    with pytest.raises(HasMacros):
        store("a.odt", package({"mimetype": ODT, "Basic/Standard/Module1.xml": "Sub Main"}))


def _with_comment() -> bytes:
    return docx()[:-2] + b"\x05\x00<?php"


def _one_name_twice() -> bytes:
    with pytest.warns(UserWarning):
        import io

        out = io.BytesIO(docx())
        with zipfile.ZipFile(out, "a") as made:
            made.writestr("word/document.xml", "<another/>")
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        PDF + docx(),
        _with_comment(),
        docx(**{"../../etc/cron.d/x": b"x"}),
        docx(**{"/etc/passwd": b"x"}),
        docx(**{"word\\..\\..\\x": b"x"}),
        docx(**{"word/media/bomb.bin": b"\0" * (60 << 20)}),
        package(docx_parts() | {f"word/{n}.xml": b"" for n in range(5000)}),
        _one_name_twice(),
    ],
    ids=["behind a PDF", "comment", "up", "absolute", "backslashes", "bomb", "parts", "twice"],
)
def test_a_package_that_plays_tricks_is_refused(store: Store, content: bytes) -> None:
    with pytest.raises((Broken, NotWhatItSays)):
        store("a.docx", content)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Angebot 2024.pdf", "Angebot 2024.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\calc.pdf", "calc.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ('a";filename=evil.exe.pdf', "a__filename=evil.exe.pdf"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
        ("\u200b.pdf", "file.pdf"),
        (".htaccess", "file.htaccess"),
        ("...", "file"),
        ("", "file"),
        ("CON.pdf", "_CON.pdf"),
        ("a\x00.pdf", "a.pdf"),
        ("u\u0308ber.pdf", "über.pdf"),
        ("<img src=x>.png", "_img src=x_.png"),
    ],
)
def test_names_are_made_harmless(given: str, wanted: str) -> None:
    assert names.clean(given) == wanted


def test_a_long_name_is_cut_and_keeps_its_extension() -> None:
    cut = names.clean("ä" * 5000 + ".pdf")
    assert len(cut) <= names.MAX_LENGTH and cut.endswith("ä.pdf")
