"""Our answers: what is taken of an offer, and what it looks like as SDP."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from webinars.media.addresses import Candidate
from webinars.media.contract import Kind, Source
from webinars.media.ice import Credentials
from webinars.media.offers import BadOffer, Format, Offer, Section
from webinars.media.types import (
    ABS_SEND_TIME,
    AUDIO_LEVEL,
    MID,
    TRANSPORT_CC,
    Codec,
    IncomingTrack,
    SlotParams,
)

VideoCodec = Literal["VP8", "H264"]

SOURCE_KINDS: Final[dict[Source, Kind]] = {
    "microphone": "audio",
    "screen-audio": "audio",
    "camera": "video",
    "screen": "video",
}
#: RFC 6184, 8.1: profile_idc 66, constraint_set1 on.
_CONSTRAINED_BASELINE: Final = re.compile(r"42[4567cdef][0-9a-f]{3}")
#: What we take from publishers. Viewers get no transport-wide feedback to send: reading it would
#: cost more than the sending.
_PUBLISH_FEEDBACK: Final[dict[Kind, tuple[str, ...]]] = {
    "audio": ("transport-cc", "nack"),
    "video": ("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"),
}
_WATCH_FEEDBACK: Final[dict[Kind, tuple[str, ...]]] = {
    "audio": ("nack",),
    "video": ("goog-remb", "ccm fir", "nack", "nack pli"),
}
_PUBLISH_EXTENSIONS: Final[dict[Kind, tuple[str, ...]]] = {
    "audio": (MID, AUDIO_LEVEL, TRANSPORT_CC, ABS_SEND_TIME),
    "video": (MID, TRANSPORT_CC, ABS_SEND_TIME),
}
_WATCH_EXTENSIONS: Final = (MID, ABS_SEND_TIME)


@dataclass(frozen=True, slots=True)
class Ours:
    """What stands in every answer of a connection."""

    credentials: Credentials
    fingerprint: str
    candidates: tuple[Candidate, ...]
    #: The same in all answers of a connection; the version grows (RFC 3264, 8).
    session: int
    version: int


@dataclass(slots=True)
class Chosen:
    """What was taken of one m-line, in the order in which the answer lists it."""

    formats: list[Format]
    codecs: list[Codec]


def choose(section: Section, video: VideoCodec) -> Chosen:
    """Opus, or the video codec that the installation forwards, with its retransmissions.

    Empty when the offer has none of them.
    """
    found = next((f for f in section.formats.values() if _fits(f, section.kind, video)), None)
    if found is None or section.media is None:
        return Chosen([], [])
    rtx = next(
        (
            form
            for form in section.formats.values()
            if form.name == "RTX"
            and form.clock == found.clock
            and form.parameters.get("apt") == str(found.pt)
        ),
        None,
    )
    codec = Codec(section.media, found.name, found.pt, rtx.pt if rtx else None, found.clock)
    return Chosen([found, *([rtx] if rtx else [])], [codec])


def tracks(
    offer: Offer,
    sources: Mapping[str, Source],
    may_publish: Iterable[Source],
    *,
    video: VideoCodec,
) -> dict[str, tuple[Source, Chosen]]:
    """What a publisher may send, by mid. A source that is named twice counts once."""
    left = set(may_publish)
    accepted: dict[str, tuple[Source, Chosen]] = {}
    for section in offer.sections:
        source = sources.get(section.mid)
        if (
            section.rejected
            or source is None
            or source not in left
            or SOURCE_KINDS[source] != section.media
            or section.direction not in ("sendrecv", "sendonly")
        ):
            continue
        chosen = choose(section, video)
        if chosen.codecs:
            left.discard(source)
            accepted[section.mid] = (source, chosen)
    return accepted


def incoming(section: Section, chosen: Chosen, track: IncomingTrack) -> IncomingTrack:
    """Put what was negotiated into a track."""
    track.codecs = {codec.pt: codec for codec in chosen.codecs}
    extras = set(section.fid.values())
    media = [ssrc for ssrc in section.ssrcs if ssrc not in extras]
    track.ssrc = media[0] if media else None
    track.rtx_ssrc = section.fid.get(media[0]) if media else None
    wanted = _PUBLISH_EXTENSIONS[track.kind]
    track.extensions = {uri: n for uri, n in section.extensions.items() if uri in wanted}
    return track


def slots(
    offer: Offer, *, audio: int, video_slots: int, video: VideoCodec
) -> dict[str, tuple[SlotParams, Chosen]]:
    """A viewer's receive slots, by mid: as many of each kind as the room has, in the offer's order.

    Their SSRCs are new and random.
    """
    left: dict[Kind, int] = {"audio": audio, "video": video_slots}
    used: dict[Kind, int] = {"audio": 0, "video": 0}
    taken: set[int] = set()
    accepted: dict[str, tuple[SlotParams, Chosen]] = {}
    for section in offer.sections:
        kind = section.media
        if (
            kind is None
            or section.rejected
            or section.direction not in ("sendrecv", "recvonly")
            or used[kind] >= left[kind]
        ):
            continue
        chosen = choose(section, video)
        if not chosen.codecs:
            continue
        params = SlotParams(
            kind=kind,
            slot=used[kind],
            mid=section.mid,
            ssrc=_ssrc(taken),
            rtx_ssrc=_ssrc(taken) if chosen.codecs[0].rtx_pt is not None else None,
            codecs={codec.name: codec for codec in chosen.codecs},
            extensions={u: n for u, n in section.extensions.items() if u in _WATCH_EXTENSIONS},
        )
        used[kind] += 1
        accepted[section.mid] = (params, chosen)
    return accepted


def publish_answer(
    offer: Offer, accepted: Mapping[str, tuple[Source, Chosen]], ours: Ours, *, video: VideoCodec
) -> str:
    """The answer to a publisher; what was not accepted is inactive."""
    lines = _session(offer, ours)
    for section in offer.sections:
        if section.rejected or section.media is None:
            lines += _rejected(section)
        elif section.mid in accepted:
            chosen = accepted[section.mid][1]
            lines += _media(section, chosen, ours, "recvonly", _PUBLISH_FEEDBACK[section.media])
            lines += _extensions(section, _PUBLISH_EXTENSIONS[section.media])
        else:
            lines += _inactive(section, ours, video)
    return "\r\n".join([*lines, ""])


def watch_answer(
    offer: Offer,
    accepted: Mapping[str, tuple[SlotParams, Chosen]],
    ours: Ours,
    *,
    cname: str,
    video: VideoCodec,
) -> str:
    """The answer to a viewer; m-lines beyond the room's slots are inactive.

    Each slot is a media stream of its own: what it carries changes, and a browser would delay one
    person's picture for another's clock if both were in one.
    """
    lines = _session(offer, ours)
    for section in offer.sections:
        if section.rejected or section.media is None:
            lines += _rejected(section)
        elif section.mid in accepted:
            params, chosen = accepted[section.mid]
            lines += _media(section, chosen, ours, "sendonly", _WATCH_FEEDBACK[section.media])
            lines += _extensions(section, _WATCH_EXTENSIONS)
            name = f"{params.kind}-{params.slot}"
            lines.append(f"a=msid:{name} {name}")
            if params.rtx_ssrc is not None:
                lines.append(f"a=ssrc-group:FID {params.ssrc} {params.rtx_ssrc}")
            for ssrc in (params.ssrc, params.rtx_ssrc):
                if ssrc is not None:
                    lines.append(f"a=ssrc:{ssrc} cname:{cname}")
        else:
            lines += _inactive(section, ours, video)
    return "\r\n".join([*lines, ""])


def _session(offer: Offer, ours: Ours) -> list[str]:
    bundled = " ".join(s.mid for s in offer.sections if not s.rejected and s.media is not None)
    if not bundled:
        raise BadOffer("no audio or video")
    return [
        "v=0",
        f"o=- {ours.session} {ours.version} IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        f"a=group:BUNDLE {bundled}",
        "a=ice-lite",
        "a=msid-semantic: WMS *",
    ]


def _media(
    section: Section, chosen: Chosen, ours: Ours, direction: str, feedback: Iterable[str]
) -> list[str]:
    payloads = " ".join(str(form.pt) for form in chosen.formats)
    lines = [
        f"m={section.kind} 9 UDP/TLS/RTP/SAVPF {payloads}",
        *_transport(section, ours),
        f"a={direction}",
    ]
    wanted = tuple(feedback)
    for form in chosen.formats:
        channels = f"/{form.channels}" if form.channels > 1 else ""
        name = form.name.lower() if form.name in ("OPUS", "RTX") else form.name
        lines.append(f"a=rtpmap:{form.pt} {name}/{form.clock}{channels}")
        if fmtp := _fmtp(form):
            lines.append(f"a=fmtp:{form.pt} {fmtp}")
        lines += [f"a=rtcp-fb:{form.pt} {item}" for item in wanted if item in form.feedback]
    return lines


def _inactive(section: Section, ours: Ours, video: VideoCodec) -> list[str]:
    chosen = choose(section, video)
    if not chosen.formats:
        # Something has to stand there; nothing is ever sent.
        form = next(
            (f for f in section.formats.values() if f.name not in ("", "RTX", "H264")), None
        )
        if form is None:
            return _rejected(section)
        chosen = Chosen([form], [])
    return _media(section, chosen, ours, "inactive", ())


def _rejected(section: Section) -> list[str]:
    if section.media is None:
        return [
            "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
            "c=IN IP4 0.0.0.0",
            f"a=mid:{section.mid}",
        ]
    form = next(iter(section.formats))
    return [
        f"m={section.kind} 0 UDP/TLS/RTP/SAVPF {form}",
        "c=IN IP4 0.0.0.0",
        "a=inactive",
        f"a=mid:{section.mid}",
    ]


def _transport(section: Section, ours: Ours) -> list[str]:
    lines = [
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        f"a=mid:{section.mid}",
        f"a=ice-ufrag:{ours.credentials.ufrag}",
        f"a=ice-pwd:{ours.credentials.password}",
        f"a=fingerprint:sha-256 {ours.fingerprint}",
        "a=setup:passive",
        "a=rtcp-mux",
    ]
    if section.rtcp_rsize:
        lines.append("a=rtcp-rsize")
    lines += [
        f"a={candidate.line(65535 - place)}" for place, candidate in enumerate(ours.candidates)
    ]
    return [*lines, "a=end-of-candidates"]


def _extensions(section: Section, wanted: Iterable[str]) -> list[str]:
    return [
        f"a=extmap:{section.extensions[uri]} {uri}" for uri in wanted if uri in section.extensions
    ]


def _fmtp(form: Format) -> str:
    if form.name == "OPUS":
        return "minptime=10;useinbandfec=1"
    if form.name == "H264":
        profile = form.parameters.get("profile-level-id", "42e01f").lower()
        return f"level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={profile}"
    if form.name == "RTX":
        return f"apt={form.parameters['apt']}"
    return ""


def _fits(form: Format, kind: str, video: VideoCodec) -> bool:
    if kind == "audio":
        return (form.name, form.clock, form.channels) == ("OPUS", 48000, 2)
    if form.name != video or form.clock != 90000:
        return False
    if video == "VP8":
        return True
    profile = form.parameters.get("profile-level-id", "").lower()
    return (
        _CONSTRAINED_BASELINE.fullmatch(profile) is not None
        and form.parameters.get("packetization-mode") == "1"
    )


def _ssrc(taken: set[int]) -> int:
    while True:
        ssrc = secrets.randbelow(0xFFFFFFFE) + 1
        if ssrc not in taken:
            taken.add(ssrc)
            return ssrc
