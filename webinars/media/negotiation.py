"""What is taken of an offer: codecs, a publisher's tracks, a viewer's receive slots."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from webinars.media.contract import Kind, Source
from webinars.media.offers import Format, Offer, Section
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
PUBLISH_EXTENSIONS: Final[dict[Kind, tuple[str, ...]]] = {
    "audio": (MID, AUDIO_LEVEL, TRANSPORT_CC, ABS_SEND_TIME),
    "video": (MID, TRANSPORT_CC, ABS_SEND_TIME),
}
WATCH_EXTENSIONS: Final = (MID, ABS_SEND_TIME)


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
    wanted = PUBLISH_EXTENSIONS[track.kind]
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
            extensions={u: n for u, n in section.extensions.items() if u in WATCH_EXTENSIONS},
        )
        used[kind] += 1
        accepted[section.mid] = (params, chosen)
    return accepted


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
