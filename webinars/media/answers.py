"""Our answers, as SDP."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from webinars.media.addresses import Candidate
from webinars.media.contract import Kind, Source
from webinars.media.ice import Credentials
from webinars.media.negotiation import (
    PUBLISH_EXTENSIONS,
    WATCH_EXTENSIONS,
    Chosen,
    VideoCodec,
    choose,
)
from webinars.media.offers import BadOffer, Format, Offer, Section
from webinars.media.types import (
    SlotParams,
)

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


@dataclass(frozen=True, slots=True)
class Ours:
    """What stands in every answer of a connection."""

    credentials: Credentials
    fingerprint: str
    candidates: tuple[Candidate, ...]
    #: The same in all answers of a connection; the version grows (RFC 3264, 8).
    session: int
    version: int


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
            lines += _extensions(section, PUBLISH_EXTENSIONS[section.media])
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
            lines += _extensions(section, WATCH_EXTENSIONS)
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
