"""A file's name, made harmless: people see it, headers carry it, their disks get it."""

import re
import unicodedata
from typing import Final

MAX_LENGTH: Final = 100
#: Not allowed in names on Windows, or with a meaning in a shell or in HTML.
_BAD = re.compile(r"[<>:\"/\\|?*`$;&]")
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def clean(name: str) -> str:
    """The last part of a path without control characters, tricks of direction and odd characters.

    At most `MAX_LENGTH` characters, with its extension; "file" when nothing is left.
    """
    name = re.split(r"[/\\]", name)[-1]
    name = unicodedata.normalize("NFC", name[-1000:])
    # Cc, Cf (bidi overrides, zero width), Cs, Co, Cn; and every kind of blank becomes a blank.
    name = "".join(
        " " if unicodedata.category(c) in ("Zs", "Zl", "Zp") else c
        for c in name
        if unicodedata.category(c)[0] != "C"
    )
    name = re.sub(r"\s+", " ", _BAD.sub("_", name)).rstrip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem = stem.strip(" .") or "file"
    if _DEVICES.fullmatch(stem.partition(".")[0]):
        stem = f"_{stem}"
    extension = extension[:12]
    room = MAX_LENGTH - len(extension) - 1
    return f"{stem[:room].rstrip(' .')}.{extension}" if extension else stem[:MAX_LENGTH]


def extension(name: str) -> str:
    """In small letters, without the dot; "" if there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def with_extension(name: str, wanted: str) -> str:
    """The name with another extension (a picture that became another kind of picture)."""
    stem = name.rpartition(".")[0] or name
    return f"{stem}.{wanted}"
