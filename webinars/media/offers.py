"""Browsers' offers (RFC 8829), read strictly: nothing that is not understood is echoed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from webinars.media.contract import Kind
from webinars.media.types import ABS_SEND_TIME, AUDIO_LEVEL, MID, TRANSPORT_CC

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]

_SECTIONS: Final = 64
_LINES: Final = 4000
_DIRECTIONS: Final = frozenset({"sendrecv", "sendonly", "recvonly", "inactive"})
_KNOWN_EXTENSIONS: Final = frozenset({MID, AUDIO_LEVEL, TRANSPORT_CC, ABS_SEND_TIME})
_PROTOCOLS: Final = frozenset({"UDP/TLS/RTP/SAVPF", "RTP/SAVPF"})
_MID: Final = re.compile(r"[A-Za-z0-9_.+-]{1,16}")
_UFRAG: Final = re.compile(r"[A-Za-z0-9+/]{4,256}")
_PASSWORD: Final = re.compile(r"[A-Za-z0-9+/]{22,256}")
_FINGERPRINT: Final = re.compile(
    r"(sha-(?:256|384|512)) ((?:[0-9A-Fa-f]{2}:){31,63}[0-9A-Fa-f]{2})"
)
_RTPMAP: Final = re.compile(r"([A-Za-z0-9._-]{1,32})/(\d{1,7})(?:/(\d{1,2}))?")


class BadOffer(ValueError):
    """An offer that cannot be answered. The text says why, in a word or two."""


@dataclass(slots=True)
class Format:
    """One payload type."""

    pt: int
    name: str = ""
    clock: int = 0
    channels: int = 1
    parameters: dict[str, str] = field(default_factory=dict)
    feedback: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Section:
    """One m-line."""

    kind: str
    rejected: bool
    mid: str = ""
    direction: Direction = "sendrecv"
    #: In the order of preference.
    formats: dict[int, Format] = field(default_factory=dict)
    #: URI → id, of the header extensions that we know.
    extensions: dict[str, int] = field(default_factory=dict)
    #: As announced; the first is the media's own, `fid` maps it to its retransmissions'.
    ssrcs: list[int] = field(default_factory=list)
    fid: dict[int, int] = field(default_factory=dict)
    rtcp_mux: bool = False
    rtcp_rsize: bool = False
    ufrag: str = ""
    password: str = ""
    setup: str = ""
    fingerprints: list[tuple[str, str]] = field(default_factory=list)

    @property
    def media(self) -> Kind | None:
        return cast(Kind, self.kind) if self.kind in ("audio", "video") else None


@dataclass(slots=True)
class Offer:
    sections: list[Section]
    ufrag: str
    password: str
    fingerprints: list[tuple[str, str]]


def _mid(section: Section, value: str) -> None:
    section.mid = _matching(_MID, value, "mid")


def _bundle_only(section: Section, value: str) -> None:
    # Port 0 means "only if bundled" then, not "rejected" (RFC 8843, 6).
    section.rejected = False


def _rtcp_mux(section: Section, value: str) -> None:
    section.rtcp_mux = True


def _rtcp_rsize(section: Section, value: str) -> None:
    section.rtcp_rsize = True


def _ufrag(section: Section, value: str) -> None:
    section.ufrag = _matching(_UFRAG, value, "ice-ufrag")


def _password(section: Section, value: str) -> None:
    section.password = _matching(_PASSWORD, value, "ice-pwd")


def _setup(section: Section, value: str) -> None:
    section.setup = value


def _fingerprint(section: Section, value: str) -> None:
    found = _FINGERPRINT.fullmatch(value.strip())
    if found and len(section.fingerprints) < 4:
        section.fingerprints.append((found[1], found[2].upper()))


def _rtpmap(section: Section, value: str) -> None:
    form, rest = _format(section, value)
    found = _RTPMAP.fullmatch(rest) if form else None
    if form and found:
        form.name = found[1].upper()
        form.clock = int(found[2])
        form.channels = int(found[3] or 1)


def _fmtp(section: Section, value: str) -> None:
    form, rest = _format(section, value)
    if form:
        form.parameters |= _parameters(rest)


def _rtcp_fb(section: Section, value: str) -> None:
    if value.startswith("* "):
        forms, rest = list(section.formats.values()), value[2:]
    else:
        form, rest = _format(section, value)
        forms = [form] if form else []
    for form in forms:
        if len(form.feedback) < 16:
            form.feedback.add(rest)


def _extmap(section: Section, value: str) -> None:
    first, _, rest = value.partition(" ")
    uri = rest.partition(" ")[0]
    number = _number(first.partition("/")[0], 65535)
    # One-byte headers carry 1 to 14 (RFC 8285, 4.2).
    if uri in _KNOWN_EXTENSIONS and 1 <= number <= 14:
        section.extensions.setdefault(uri, number)


def _ssrc(section: Section, value: str) -> None:
    ssrc = _number(value.partition(" ")[0], 0xFFFFFFFF)
    if ssrc not in section.ssrcs:
        if len(section.ssrcs) >= 16:
            raise BadOffer("too many SSRCs")
        section.ssrcs.append(ssrc)


def _ssrc_group(section: Section, value: str) -> None:
    words = value.split()
    if len(words) == 3 and words[0] == "FID" and len(section.fid) < 8:
        section.fid[_number(words[1], 0xFFFFFFFF)] = _number(words[2], 0xFFFFFFFF)


def _format(section: Section, value: str) -> tuple[Format | None, str]:
    """The format that an attribute is about, and what it says of it."""
    first, _, rest = value.partition(" ")
    return section.formats.get(_number(first, 127)), rest.strip()


_Reader = Callable[[Section, str], None]
#: What is read before the first m-line and after it; all else is skipped.
_ANYWHERE: Final[dict[str, _Reader]] = {
    "ice-ufrag": _ufrag,
    "ice-pwd": _password,
    "setup": _setup,
    "fingerprint": _fingerprint,
}
_OF_MEDIA: Final[dict[str, _Reader]] = {
    **_ANYWHERE,
    "mid": _mid,
    "bundle-only": _bundle_only,
    "rtcp-mux": _rtcp_mux,
    "rtcp-rsize": _rtcp_rsize,
    "rtpmap": _rtpmap,
    "fmtp": _fmtp,
    "rtcp-fb": _rtcp_fb,
    "extmap": _extmap,
    "ssrc": _ssrc,
    "ssrc-group": _ssrc_group,
}
_OF_OTHERS: Final[dict[str, _Reader]] = {
    **_ANYWHERE,
    "mid": _mid,
    "bundle-only": _bundle_only,
}


def parse(text: str) -> Offer:
    """Read an offer. Raises `BadOffer`."""
    lines = text.split("\n")
    if len(lines) > _LINES:
        raise BadOffer("too many lines")
    session = section = Section("session", rejected=False)
    readers = _ANYWHERE
    sections: list[Section] = []
    bundle: list[str] = []
    for raw in lines:
        line = raw.rstrip("\r")
        if not line:
            continue
        kind, value = line[0], line[2:]
        if line[1:2] != "=":
            raise BadOffer("not SDP")
        if kind == "m":
            if len(sections) == _SECTIONS:
                raise BadOffer("too many m-lines")
            section = _section(value)
            readers = _OF_MEDIA if section.media else _OF_OTHERS
            sections.append(section)
        elif kind == "a":
            name, _, rest = value.partition(":")
            if name == "group" and not sections:
                words = rest.split()
                if words and words[0] == "BUNDLE":
                    bundle = words[1:]
            elif name in readers:
                readers[name](section, rest)
            elif name in _DIRECTIONS:
                section.direction = cast(Direction, name)
    if not lines or lines[0].rstrip("\r") != "v=0":
        raise BadOffer("not SDP")
    return _checked(session, sections, bundle)


def _section(value: str) -> Section:
    words = value.split()
    if len(words) < 4 or len(words) > 120:
        raise BadOffer("m-line")
    port = _number(words[1], 65535)
    section = Section(words[0], rejected=port == 0)
    if section.media is None:
        if section.kind != "application":
            raise BadOffer("kind of media")
        return section
    if words[2] not in _PROTOCOLS:
        raise BadOffer("protocol")
    for word in words[3:]:
        pt = _number(word, 127)
        section.formats.setdefault(pt, Format(pt))
    return section


def _checked(session: Section, sections: list[Section], bundle: list[str]) -> Offer:
    if not sections:
        raise BadOffer("no m-line")
    mids = [section.mid for section in sections]
    if "" in mids or len(set(mids)) != len(mids):
        raise BadOffer("mid")
    open_sections = [section for section in sections if not section.rejected]
    if not open_sections:
        raise BadOffer("no m-line")
    if any(section.mid not in bundle for section in open_sections):
        raise BadOffer("BUNDLE")
    if any(section.media and not section.rtcp_mux for section in open_sections):
        raise BadOffer("rtcp-mux")
    for section in sections:
        if len(set(section.extensions.values())) != len(section.extensions):
            raise BadOffer("extmap")
    tagged = next((s for s in open_sections if bundle and s.mid == bundle[0]), open_sections[0])
    ufrag = tagged.ufrag or session.ufrag
    password = tagged.password or session.password
    fingerprints = tagged.fingerprints or session.fingerprints
    if not ufrag or not password:
        raise BadOffer("ICE credentials")
    if not fingerprints:
        raise BadOffer("fingerprint")
    if (tagged.setup or session.setup) not in ("actpass", "active"):
        raise BadOffer("setup")
    return Offer(sections, ufrag, password, fingerprints)


def _parameters(text: str) -> dict[str, str]:
    found = {}
    for item in text.split(";")[:32]:
        name, _, value = item.strip().partition("=")
        if name:
            found[name.lower()] = value
    return found


def _number(word: str, most: int) -> int:
    if not word.isascii() or not word.isdecimal() or len(word) > 10 or int(word) > most:
        raise BadOffer("number")
    return int(word)


def _matching(pattern: re.Pattern[str], value: str, what: str) -> str:
    if not pattern.fullmatch(value):
        raise BadOffer(what)
    return value
