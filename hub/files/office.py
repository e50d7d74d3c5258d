"""Office documents: a zip whose structure is looked at without unpacking it."""

import zipfile
import zlib
from pathlib import Path
from typing import Final

from hub.files.errors import Broken, HasMacros, UnknownType

#: Real documents have hundreds of parts, and unpack to some dozens of their size at most.
MAX_PARTS: Final = 4000
MAX_UNPACKED: Final = 400 * 1024 * 1024
MAX_RATIO: Final = 200
#: A part that is read here (a list of types).
MAX_READ: Final = 1024 * 1024

_OOXML: Final = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OOXML_MAIN: Final = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
}
_ODF: Final = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
#: Where code lives: VBA, ActiveX, old Excel macro sheets; Basic and scripts in OpenDocument.
_CODE: Final = ("vbaproject", "vbadata", "/activex/", "/macrosheets/", "/dialogsheets/")
_ODF_CODE: Final = ("basic/", "scripts/", "object/basic/")


def find(path: Path) -> str:
    """`docx`, `xlsx`, `pptx`, `odt`, `ods` or `odp`.

    Raises `UnknownType` for any other zip, `HasMacros`, and `Broken` for one that is damaged, a
    bomb, or two files in one.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _look(package, path.stat().st_size)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError, NotImplementedError,
            RuntimeError, OSError, zlib.error):  # fmt: skip
        raise Broken from None


def _look(package: zipfile.ZipFile, size: int) -> str:
    parts = package.infolist()
    _check_structure(package, parts, size)
    names = [part.filename.lower() for part in parts]
    if "mimetype" in names and names[0] == "mimetype":
        found = _ODF.get(_read(package, parts[0]).decode("ascii", "replace").strip())
        if found is None:
            raise UnknownType
        if any(name.startswith(_ODF_CODE) for name in names):
            raise HasMacros
        return found
    if "[content_types].xml" not in names:
        raise UnknownType
    types = _read(package, parts[names.index("[content_types].xml")]).lower()
    if b"macroenabled" in types or any(code in f"/{name}" for name in names for code in _CODE):
        raise HasMacros
    for folder, found in _OOXML.items():
        if any(name.startswith(folder) for name in names) and _OOXML_MAIN[found] in types:
            return found
    raise UnknownType


def _check_structure(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], size: int) -> None:
    if not parts or len(parts) > MAX_PARTS or package.comment:
        raise Broken
    if min(part.header_offset for part in parts) != 0:
        raise Broken  # something else stands before it
    if len({part.filename.lower() for part in parts}) != len(parts):
        raise Broken  # two parts of one name: readers disagree which one counts
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * size:
        raise Broken
    for part in parts:
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or "\x00" in name or part.flag_bits & 1:
            raise Broken


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with package.open(part) as file:
        return file.read(MAX_READ)
