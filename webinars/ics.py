"""Calendar files: RFC 5545 (the format), RFC 5546 (REQUEST, CANCEL, PUBLISH), RFC 6868 (quotes)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

#: Octets in a line at most, without its CRLF (RFC 5545, 3.1).
LINE = 75


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Event:
    """One event. Times are aware; `uid` is the same in each version, and `sequence` grows.

    `stamp` is when this version was made. A newline in `description` stays one. `accepted`: whether
    the attendee has said that they come.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamp: datetime
    summary: str
    description: str
    url: str
    organizer: Person
    location: str = ""
    attendee: Person | None = None
    accepted: bool = True


def calendar(event: Event, method: Method, language: str = "de") -> bytes:
    """The whole file in UTF-8: lines end with CRLF and are folded at 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Hub//Webinars//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{text(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{utc(event.stamp)}",
        f"DTSTART:{utc(event.starts_at)}",
        f"DTEND:{utc(event.ends_at)}",
        f"SUMMARY;LANGUAGE={language}:{text(event.summary)}",
        f"DESCRIPTION;LANGUAGE={language}:{text(event.description)}",
    ]
    if event.location:
        lines.append(f"LOCATION:{text(event.location)}")
    lines += [
        f"URL:{uri(event.url)}",
        f"STATUS:{'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
        f"ORGANIZER;CN={parameter(event.organizer.name)}:mailto:{mailbox(event.organizer.email)}",
    ]
    if event.attendee is not None:
        state = "ACCEPTED" if event.accepted else "NEEDS-ACTION"
        lines.append(
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={state};RSVP=FALSE;"
            f"CN={parameter(event.attendee.name)}:mailto:{mailbox(event.attendee.email)}"
        )
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return join(lines)


def utc(at: datetime) -> str:
    """A time with Z: no VTIMEZONE is needed, and no calendar has to know a zone's rules."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def text(value: str) -> str:
    """A TEXT value (3.3.11): newlines as \\n, other control characters gone."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    for character, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(character, written)
    return _printable(plain)


def parameter(value: str) -> str:
    """A quoted parameter value; a quote and a caret as RFC 6868 writes them."""
    plain = " ".join(_printable(value.replace("\r", " ").replace("\n", " ")).split())
    return '"' + plain.replace("^", "^^").replace('"', "^'") + '"'


def uri(value: str) -> str:
    """A URI value: nothing that could end the line."""
    return quote(_printable(value), safe="!#$%&'()*+,/:;=?@[]~-._")


def mailbox(address: str) -> str:
    return quote(_printable(address), safe="!#$&'*+/=?^_`{|}~-.@")


def join(lines: Sequence[str]) -> bytes:
    return b"".join(_folded(line) for line in lines)


def _folded(line: str) -> bytes:
    """Never within a character; what goes on begins with a blank."""
    parts: list[bytes] = []
    current = b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(current) + len(octets) > (LINE if not parts else LINE - 1):
            parts.append(current)
            current = b""
        current += octets
    parts.append(current)
    return b"\r\n ".join(parts) + b"\r\n"


def _printable(value: str) -> str:
    return "".join(c for c in value if c >= " " and not 0x7F <= ord(c) <= 0x9F)
