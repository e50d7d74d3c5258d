"""What a file is, found in its content. What a browser says about it is not looked at.

An allow list: what is none of these is refused. The name's extension has to fit what was found.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.files import office
from hub.files.errors import Empty, HeicPicture, NotWhatItSays, UnknownType
from hub.files.names import extension


@dataclass(frozen=True, slots=True)
class Kind:
    """`content_type` is what it is served as; `picture` means that it is re-encoded first."""

    name: str
    content_type: str
    extensions: frozenset[str]
    picture: bool = False


def _kind(name: str, content_type: str, *extensions: str, picture: bool = False) -> Kind:
    return Kind(name, content_type, frozenset(extensions or (name,)), picture)


_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
#: Drawings have no type that a browser should know about.
_OCTETS: Final = "application/octet-stream"
KINDS: Final = {
    kind.name: kind
    for kind in (
        _kind("pdf", "application/pdf"),
        _kind("png", "image/png", picture=True),
        _kind("jpeg", "image/jpeg", "jpg", "jpeg", "jpe", picture=True),
        _kind("webp", "image/webp", picture=True),
        _kind("gif", "image/gif", picture=True),
        _kind("docx", f"{_OFFICE}wordprocessingml.document"),
        _kind("xlsx", f"{_OFFICE}spreadsheetml.sheet"),
        _kind("pptx", f"{_OFFICE}presentationml.presentation"),
        _kind("odt", f"{_ODF}text"),
        _kind("ods", f"{_ODF}spreadsheet"),
        _kind("odp", f"{_ODF}presentation"),
        _kind("dwg", _OCTETS),
        _kind("dxf", _OCTETS),
        _kind("step", _OCTETS, "step", "stp"),
        _kind("text", "text/plain", "txt", "csv", "log"),
    )
}
_EXTENSIONS: Final = frozenset(e for kind in KINDS.values() for e in kind.extensions)
_HEIF: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_DXF: Final = re.compile(rb"\s*0\r?\n\s*SECTION\r?\n")
_BOMS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: What no text has: control characters other than tab, line feed, form feed, carriage return.
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP: Final = re.compile(rb"\s*<[a-z!?/]", re.IGNORECASE)


def find(path: Path, name: str) -> Kind:
    """The kind of the file at `path`, which came with this (clean) name.

    Raises `Empty`, `UnknownType`, `NotWhatItSays`, `HasMacros`, `Broken`, `HeicPicture`.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise Empty
    found = _by_content(path, head)
    if extension(name) not in found.extensions:
        raise NotWhatItSays if extension(name) in _EXTENSIONS else UnknownType
    return found


def _by_content(path: Path, head: bytes) -> Kind:
    if head.startswith(b"%PDF-"):
        return KINDS["pdf"]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return KINDS["png"]
    if head.startswith(b"\xff\xd8\xff"):
        return KINDS["jpeg"]
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return KINDS["webp"]
    if head.startswith((b"GIF87a", b"GIF89a")):
        return KINDS["gif"]
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        raise HeicPicture
    if head.startswith(b"PK\x03\x04"):
        return KINDS[office.find(path)]
    if re.match(rb"AC10[0-9]{2}", head):
        return KINDS["dwg"]
    if head.startswith(b"AutoCAD Binary DXF\r\n\x1a\x00") or _DXF.match(head):
        return KINDS["dxf"]
    if head.startswith(b"ISO-10303-21;"):
        return KINDS["step"]
    if _is_text(path, head):
        return KINDS["text"]
    raise UnknownType


def _is_text(path: Path, head: bytes) -> bool:
    """Plain text in whatever encoding, and no page, picture or script written as text."""
    if head.startswith(_BOMS):
        try:
            text = path.read_bytes().decode("utf-16")
        except UnicodeDecodeError:
            return False
        return not _CONTROL.search(text[:4096].encode()) and not _MARKUP.match(text[:100].encode())
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        return False
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            if _CONTROL.search(part):
                return False
    return True
