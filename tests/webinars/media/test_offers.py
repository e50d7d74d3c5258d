"""Offers as browsers make them, as they must not be, and as nobody would make them."""

import ipaddress
import os
import random
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from webinars.media import answers, negotiation
from webinars.media.addresses import Candidate
from webinars.media.answers import Ours
from webinars.media.contract import Source
from webinars.media.ice import Credentials
from webinars.media.offers import BadOffer, parse
from webinars.media.types import ABS_SEND_TIME, AUDIO_LEVEL, MID, TRANSPORT_CC, IncomingTrack

RECORDED = Path(__file__).parent / "recorded"
SOURCES: dict[str, Source] = {"0": "microphone", "1": "camera"}
ALL: frozenset[Source] = frozenset({"microphone", "camera"})


def recorded(name: str) -> str:
    return (RECORDED / f"{name}.sdp").read_bytes().decode()


def ours() -> Ours:
    candidates = (
        Candidate(ipaddress.ip_address("203.0.113.7"), 8004),
        Candidate(ipaddress.ip_address("2001:db8::7"), 8004),
    )
    return Ours(Credentials("ufrag1", "p" * 24), "AA:BB", candidates, session=7, version=2)


def sections(sdp: str) -> list[str]:
    assert sdp.endswith("\r\n")
    assert "\n" not in sdp.replace("\r\n", "")
    return sdp.split("m=")[1:]


@pytest.mark.parametrize("browser", ["chromium-150", "firefox-140"])
def test_a_publishers_offer_is_taken(browser: str) -> None:
    offer = parse(recorded(f"{browser}-publish"))
    accepted = negotiation.tracks(offer, SOURCES, ALL, video="VP8")
    answer = answers.publish_answer(offer, accepted, ours(), video="VP8")
    audio, video = sections(answer)
    for section in (audio, video):
        assert "a=recvonly\r\n" in section
        assert "a=setup:passive\r\n" in section
        assert "a=rtcp-mux\r\n" in section
        assert "203.0.113.7 8004 typ host\r\n" in section
        assert "2001:db8::7 8004 typ host\r\n" in section
        assert MID in section
    assert AUDIO_LEVEL in audio
    assert "opus/48000/2" in audio
    assert TRANSPORT_CC in video
    assert "VP8/90000" in video
    assert "VP9" not in answer
    assert re.search(r"a=fmtp:\d+ apt=\d+", video)
    assert "a=rtcp-fb:" in video
    assert "transport-cc" in video
    for item in ("nack", "nack pli", "ccm fir"):
        assert re.search(rf"a=rtcp-fb:\d+ {item}\r\n", video)
    assert "a=group:BUNDLE 0 1\r\n" in answer
    assert "a=ice-lite\r\n" in answer
    assert answer.startswith("v=0\r\no=- 7 2 IN IP4 127.0.0.1\r\n")


@pytest.mark.parametrize("browser", ["chromium-150", "firefox-140"])
def test_a_publishers_track_knows_what_was_announced(browser: str) -> None:
    offer = parse(recorded(f"{browser}-publish"))
    accepted = negotiation.tracks(offer, SOURCES, ALL, video="VP8")
    section = offer.sections[1]
    track = negotiation.incoming(
        section, accepted["1"][1], IncomingTrack(uuid4(), uuid4(), "camera", "video", "1", {})
    )
    announced = re.search(r"a=ssrc-group:FID (\d+) (\d+)", recorded(f"{browser}-publish"))
    assert announced
    assert (track.ssrc, track.rtx_ssrc) == (int(announced[1]), int(announced[2]))
    (codec,) = track.codecs.values()
    assert (codec.name, codec.clock) == ("VP8", 90000)
    assert codec.rtx_pt is not None
    assert {MID, TRANSPORT_CC, ABS_SEND_TIME} <= set(track.extensions)


@pytest.mark.parametrize(
    ("browser", "audio", "video"), [("chromium-150", 3, 4), ("firefox-140", 2, 3)]
)
def test_a_viewers_slots_have_ssrcs_of_their_own(browser: str, audio: int, video: int) -> None:
    offer = parse(recorded(f"{browser}-watch"))
    accepted = negotiation.slots(offer, audio=audio, video_slots=video, video="VP8")
    params = [slot for slot, _ in accepted.values()]
    assert [(p.kind, p.slot) for p in params] == [
        *(("audio", n) for n in range(audio)),
        *(("video", n) for n in range(video)),
    ]
    ssrcs = [p.ssrc for p in params] + [p.rtx_ssrc for p in params if p.rtx_ssrc is not None]
    assert len(set(ssrcs)) == len(ssrcs) == audio + 2 * video
    answer = answers.watch_answer(offer, accepted, ours(), cname="c", video="VP8")
    for section, slot in zip(sections(answer), params, strict=True):
        assert "a=sendonly\r\n" in section
        assert f"a=msid:{slot.kind}-{slot.slot} " in section
        assert f"a=ssrc:{slot.ssrc} cname:c\r\n" in section
        # Transport-wide feedback from viewers would cost more than the sending.
        assert "transport-cc" not in section
        assert TRANSPORT_CC not in section


def test_more_m_lines_than_slots_are_inactive() -> None:
    offer = parse(recorded("chromium-150-watch"))
    accepted = negotiation.slots(offer, audio=1, video_slots=2, video="VP8")
    answer = answers.watch_answer(offer, accepted, ours(), cname="c", video="VP8")
    assert answer.count("a=sendonly") == 3
    assert answer.count("a=inactive") == 4


@pytest.mark.parametrize(
    ("sources", "may", "active"),
    [
        (SOURCES, ALL, ["0", "1"]),
        (SOURCES, frozenset({"camera"}), ["1"]),
        (SOURCES, frozenset(), []),
        ({"0": "camera", "1": "microphone"}, ALL, []),
        ({}, ALL, []),
        ({"0": "microphone", "1": "screen"}, ALL, ["0"]),
        ({"0": "microphone", "7": "camera"}, ALL, ["0"]),
    ],
)
def test_only_what_one_may_publish_is_taken(sources: Any, may: Any, active: list[str]) -> None:
    offer = parse(recorded("chromium-150-publish"))
    accepted = negotiation.tracks(offer, sources, may, video="VP8")
    assert list(accepted) == active
    answer = answers.publish_answer(offer, accepted, ours(), video="VP8")
    assert answer.count("a=recvonly") == len(active)
    assert answer.count("a=inactive") == 2 - len(active)


def test_h264_is_constrained_baseline_in_packetization_mode_1() -> None:
    offer = parse(recorded("chromium-150-publish"))
    accepted = negotiation.tracks(offer, SOURCES, ALL, video="H264")
    answer = answers.publish_answer(offer, accepted, ours(), video="H264")
    (profile,) = re.findall(r"packetization-mode=1;profile-level-id=(\w+)", answer)
    assert profile == "42e01f"
    assert "VP8" not in answer


def test_firefox_offers_no_h264_and_hears_without_seeing() -> None:
    offer = parse(recorded("firefox-140-watch"))
    accepted = negotiation.slots(offer, audio=2, video_slots=3, video="H264")
    assert {slot.kind for slot, _ in accepted.values()} == {"audio"}
    answer = answers.watch_answer(offer, accepted, ours(), cname="c", video="H264")
    assert answer.count("a=inactive") == 3


def _without(line: str) -> str:
    return re.sub(rf"a={line}[^\r\n]*\r\n", "", recorded("chromium-150-publish"))


def _with(old: str, new: str) -> str:
    changed = re.sub(old, new, recorded("chromium-150-publish"))
    assert changed != recorded("chromium-150-publish")
    return changed


@pytest.mark.parametrize(
    ("sdp", "reason"),
    [
        ("", "not SDP"),
        ("hello", "not SDP"),
        ("v=0\r\n", "no m-line"),
        ("v=0\r\n" * 5000, "too many lines"),
        ("v=0\r\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" * 100, "too many m-lines"),
        (_without("rtcp-mux"), "rtcp-mux"),
        (_without("group:BUNDLE"), "BUNDLE"),
        (_with(r"BUNDLE 0 1", "BUNDLE 0"), "BUNDLE"),
        (_without("fingerprint"), "fingerprint"),
        (_with(r"sha-256 ", "md5 "), "fingerprint"),
        (_without("ice-ufrag"), "ICE credentials"),
        (_without("ice-pwd"), "ICE credentials"),
        (_with(r"ice-ufrag:\S+", "ice-ufrag:a b"), "ice-ufrag"),
        (_with(r"ice-pwd:\S+", "ice-pwd:short"), "ice-pwd"),
        (_with("setup:actpass", "setup:passive"), "setup"),
        (_without("setup"), "setup"),
        (_without("mid"), "mid"),
        (_with("a=mid:1", "a=mid:0"), "mid"),
        (_with("a=mid:1", "a=mid:<script>"), "mid"),
        (_with("UDP/TLS/RTP/SAVPF", "RTP/AVP"), "protocol"),
        (_with(r"m=audio 9", "m=audio 99999"), "number"),
        (_with(r"m=audio 9", "m=audio ²"), "number"),
        (_with(r"m=audio 9", "m=smell 9"), "kind of media"),
        (_with(r"a=extmap:4 ", "a=extmap:1 "), "extmap"),
        (_with(r"a=ssrc:\d+", "a=ssrc:99999999999"), "number"),
        (_with(r"m=(audio|video) 9", r"m=\1 0"), "no m-line"),
    ],
)
def test_an_offer_that_cannot_be_answered_says_why(sdp: str, reason: str) -> None:
    with pytest.raises(BadOffer, match=f"^{reason}$"):
        parse(sdp)


def test_data_channels_are_refused_and_the_rest_is_taken() -> None:
    more = (
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\n"
        "a=setup:actpass\r\na=sctp-port:5000\r\n"
    )
    sdp = recorded("chromium-150-publish").replace("BUNDLE 0 1", "BUNDLE 0 1 2") + more
    offer = parse(sdp)
    accepted = negotiation.tracks(offer, SOURCES, ALL, video="VP8")
    answer = answers.publish_answer(offer, accepted, ours(), video="VP8")
    assert "m=application 0 " in answer
    assert "a=group:BUNDLE 0 1\r\n" in answer
    assert list(accepted) == ["0", "1"]


def test_mutated_offers_are_answered_or_refused_but_never_trip_us() -> None:
    """FUZZ=long looks longer."""
    rounds = 20_000 if os.environ.get("FUZZ") == "long" else 600
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    texts = [recorded(path.stem) for path in sorted(RECORDED.glob("*.sdp"))]
    answered = 0
    for _ in range(rounds):
        sdp = _mutated(chance.choice(texts), chance)
        try:
            offer = parse(sdp)
            taken = negotiation.tracks(offer, SOURCES, ALL, video=chance.choice(["VP8", "H264"]))
            answers.publish_answer(offer, taken, ours(), video="VP8")
            slots = negotiation.slots(offer, audio=2, video_slots=3, video="VP8")
            text = answers.watch_answer(offer, slots, ours(), cname="c", video="VP8")
        except BadOffer:
            continue
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error!r} for\n{sdp}") from error
        answered += 1
        assert "\x00" not in text
        assert all(re.fullmatch(r"[a-z]=[\x20-\x7e]*", line) for line in text.split("\r\n")[:-1])
    assert answered > 0


def _mutated(text: str, chance: random.Random) -> str:
    lines = text.split("\r\n")
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(lines))
        kind = chance.randrange(6)
        if kind == 0:
            del lines[place]
        elif kind == 1:
            lines.insert(place, chance.choice(lines))
        elif kind == 2:
            line = lines[place]
            at = chance.randrange(len(line) + 1)
            junk = chance.choice(["\x00", "\r", "ü", " ", ":", "/", "9" * 40, "-1", "\u202e", "="])
            lines[place] = line[:at] + junk + line[at + chance.randint(0, 3) :]
        elif kind == 3:
            lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
        elif kind == 4:
            lines[place] = re.sub(
                r"\d+", lambda _: str(chance.randrange(2**34)), lines[place], count=1
            )
        else:
            other = chance.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
        if not lines:
            lines = [""]
    return "\r\n".join(lines)
