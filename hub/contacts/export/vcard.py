"""vCard 4.0 (RFC 6350): escaped by §3.4, folded by §3.2."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from hub.contacts.export.records import Record

#: Octets of a line, its break not counted (RFC 6350 §3.2).
_WIDTH = 75


def vcards(records: Iterable[Record]) -> Iterator[bytes]:
    """Many in one file, one after the other."""
    for record in records:
        yield vcard(record)


def vcard(r: Record) -> bytes:
    """One contact. FN is obligatory: without a name it is the address, or the id."""
    shown = r.name or next(iter([*r.emails, *r.phones, str(r.id)]))
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "PRODID:-//Hub//Contacts 1//DE",
        f"UID:urn:uuid:{r.id}",
        f"FN:{escape(shown)}",
        f"N:{';'.join(escape(part) for part in name_parts(r.name))}",
    ]
    lines += [f"ORG:{escape(r.company)}"] if r.company else []
    lines += [f"TITLE:{escape(r.job_title)}"] if r.job_title else []
    lines += [f"EMAIL:{escape(address)}" for address in r.emails]
    lines += [f"TEL;VALUE=uri:tel:{number}" for number in r.phones]
    lines += [f"ADR:;;;{escape(r.place)};;;"] if r.place else []
    lines += [f"LANG:{escape(r.language)}"] if r.language else []
    lines += [f"REV:{r.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}", "END:VCARD"]
    return b"".join(fold(line) for line in lines)


def name_parts(name: str) -> list[str]:
    """Family name, given names, and three empty ones: the last word is taken for the family's."""
    given, _blank, family = name.rpartition(" ")
    return [family, given, "", "", ""]


def escape(text: str) -> str:
    """Backslash, comma, semicolon and line breaks (§3.4); other control characters go away."""
    for mark, escaped in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\r\n", "\\n")):
        text = text.replace(mark, escaped)
    text = text.replace("\n", "\\n").replace("\r", "\\n")
    return "".join(c for c in text if c == "\t" or (ord(c) >= 32 and ord(c) != 127))


def fold(line: str) -> bytes:
    """Broken after at most 75 octets, never within a character; ends with CRLF."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > _WIDTH:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
