"""What arrives: doubles, gaps, wrap-arounds and restarts; who speaks; who gets a slot."""

from uuid import uuid4

from tests.webinars.media.forwarding.rig import OPUS, VP8
from webinars.media.contract import Source
from webinars.media.forwarding.assignment import assigned
from webinars.media.forwarding.feedback import TransportFeedback
from webinars.media.forwarding.inbound import TRIES, Inbound
from webinars.media.forwarding.publication import HOLD, KeyFrames, Publication
from webinars.media.forwarding.speakers import Speakers, Voice
from webinars.media.types import IncomingTrack


def taken(inbound: Inbound, seq: int, now: float = 0.0) -> int | None:
    number = inbound.take(seq & 0xFFFF)
    if number is not None:
        inbound.advance(number, now)
    return number


def test_numbers_go_on_over_the_wrap_and_doubles_are_none() -> None:
    inbound = Inbound(90000, ask=True)
    first = taken(inbound, 65534)
    assert first is not None
    assert taken(inbound, 65535) == first + 1
    assert taken(inbound, 1) == first + 3
    assert taken(inbound, 0) == first + 2
    assert taken(inbound, 0) is None and taken(inbound, 65534) is None


def test_gaps_are_asked_for_again_and_given_up() -> None:
    inbound = Inbound(90000, ask=True)
    for seq in (10, 13, 15):
        taken(inbound, seq)
    assert [n & 0xFFFF for n in inbound.due(0.05)] == [11, 12, 14]
    assert inbound.due(0.06) == []
    taken(inbound, 12)
    asked = 1
    while inbound.due(0.06 + asked * 0.1):
        asked += 1
    assert asked == TRIES


def test_a_report_counts_what_is_missing() -> None:
    inbound = Inbound(90000, ask=True)
    for seq in [*range(100, 150), *range(175, 200)]:
        taken(inbound, seq)
    block = inbound.block(5, 1.0)
    assert (block.total, block.lost, block.highest & 0xFFFF) == (25, 64, 199)
    for seq in range(200, 300):
        taken(inbound, seq)
    assert inbound.block(5, 2.0).lost == 0


def test_a_jump_is_a_restart_and_not_a_loss() -> None:
    inbound = Inbound(90000, ask=True)
    for seq in range(100):
        taken(inbound, seq)
    before = inbound.highest
    number = taken(inbound, 40000)
    assert number is not None and number > before and number & 0xFFFF == 40000
    assert inbound.due(5.0) == []
    assert inbound.block(1, 1.0).total == 0


def test_a_hundred_requests_cost_a_key_frame_per_hold() -> None:
    asks = KeyFrames()
    sent = 0
    for step in range(100):
        asks.want()
        sent += asks.due(step * 0.01, waited_for=False)
    assert sent == 1 + int(0.99 / HOLD)


def test_feedback_waits_for_its_interval_and_starts_where_it_ended() -> None:
    told: list[bytes] = []
    feedback = TransportFeedback(told.append)
    for number in range(65530, 65540):
        feedback.take(number & 0xFFFF, 1.0)
    feedback.tick(sender=1, ssrc=2, now=1.0)
    feedback.take(4, 1.02)
    feedback.tick(sender=1, ssrc=2, now=1.03)
    assert len(told) == 1
    feedback.tick(sender=1, ssrc=2, now=1.06)
    assert len(told) == 2
    assert [int.from_bytes(t[12:14], "big") for t in told] == [65530, 4]
    feedback.tick(sender=1, ssrc=2, now=2)
    assert len(told) == 2


def spoken(voice: Voice, level: int, now: float, frames: int = 20) -> float:
    for _ in range(frames):
        voice.take(level, now)
        now += 0.02
    return now


def test_a_cough_is_no_speech_and_silence_ends_it() -> None:
    voice = Voice()
    now = spoken(voice, 20, 1.0, frames=3)
    assert not voice.speaking
    now = spoken(voice, 90, now)
    states = []
    for level, frames in ((20, 20), (100, 60)):
        now = spoken(voice, level, now, frames)
        states.append(voice.speaking)
    assert states == [True, False]


def test_speakers_are_told_loudest_first_and_four_times_a_second() -> None:
    loud, quiet = (uuid4(), Voice()), (uuid4(), Voice())
    speakers = Speakers()
    spoken(loud[1], 10, 1.0)
    spoken(quiet[1], 40, 1.0)
    both = [quiet, loud]
    assert speakers.changed(both, 1.5) == [loud[0], quiet[0]]
    assert speakers.changed(both, 1.6) is None
    quiet[1].stop()
    assert speakers.changed(both, 1.7) is None
    assert speakers.changed(both, 1.8) == [loud[0]]
    assert speakers.changed(both, 9.0) == []


def publication(source: Source, order: int) -> Publication:
    codec = OPUS if source in ("microphone", "screen-audio") else VP8
    track = IncomingTrack(uuid4(), uuid4(), source, codec.kind, "0", {codec.pt: codec})
    return Publication(track, Voice(), order)


def test_slots_are_kept_until_somebody_has_a_stronger_claim() -> None:
    first, second, third = (publication("camera", n) for n in range(3))
    everybody = [first, second, third]
    slots = assigned([None, None], everybody, None, 1.0)
    assert slots == [first, second]
    assert assigned(slots, everybody, None, 2.0) == [first, second]
    third.voice.spoke_at = 10.0
    first.voice.spoke_at = 9.5
    slots = assigned(slots, everybody, None, 10.0)
    assert slots == [first, third]
    second.voice.spoke_at = 11.0
    assert assigned(slots, everybody, None, 11.0) == [first, third]
    screen = publication("screen", 3)
    slots = assigned(slots, [*everybody, screen], None, 20.0)
    assert screen in slots and len(set(slots)) == 2
    pin = (second.track.participant, second.track.source)
    assert second in assigned(slots, [*everybody, screen], pin, 20.0)


def test_whoever_is_muted_gives_way_to_whoever_is_not() -> None:
    muted, heard = publication("microphone", 0), publication("microphone", 1)
    muted.muted = True
    assert assigned([muted], [muted], None, 1.0) == [muted]
    assert assigned([muted], [muted, heard], None, 1.0) == [heard]
