"""How packets leave: whole frames, what the kernel cuts, paths that refuse; in both ways."""

import random
import socket
from collections import Counter

import pytest

from tests.webinars.media.forwarding.rig import (
    OPUS,
    VP8,
    Publishing,
    Watching,
    audience,
    stage,
    vp8_payload,
)
from webinars.media.forwarding import batch, native, rtp
from webinars.media.forwarding.bursts import BURST, bursts
from webinars.media.forwarding.groups import AUDIENCE
from webinars.media.forwarding.sending import PlainSender


@pytest.mark.parametrize("plain", [False, True])
def test_one_bad_destination_costs_the_others_nothing(plain: bool) -> None:
    counters: Counter[str] = Counter()
    room, _ = stage(sender=PlainSender(counters) if plain else batch.BatchSender(counters))
    camera = Publishing(room)
    people = audience(room, 5)
    room.move_viewer(people[2].connection, people[2].viewer.sock, ("255.255.255.255", 9))
    camera.frame(1.0, key=True, packets=3)
    room.flush(1.0)
    assert [len(p.packets()) for p in people] == [3, 3, 0, 3, 3]
    assert counters["not_sent"] == 3 or counters["without_gso"] == 1


def test_an_audience_that_no_block_holds_gets_what_a_small_one_gets() -> None:
    """Bursts of different lengths take turns, and each viewer's are under its own key."""
    counters: Counter[str] = Counter()
    room, _ = stage(sender=batch.BatchSender(counters))
    camera = Publishing(room)
    people = audience(room, batch.CHUNK + 6)
    assert batch.per_part(4) < batch.CHUNK
    for index, packets in enumerate((4, 1, 4, 2, 8, 1)):
        camera.frame(1.0 + index / 30, key=index == 0, packets=packets)
        room.flush(1.0 + index / 30)
        assert {len(p.packets()) for p in people} == {packets}
    assert counters["sent"] == 20 * len(people)


def test_a_path_without_segmentation_gets_datagrams_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counters: Counter[str] = Counter()
    room, _ = stage(sender=batch.BatchSender(counters))
    camera = Publishing(room)
    people = audience(room, 3)
    # The kernel cuts into 128 segments at most, and says EINVAL for more.
    real = batch.Block.segment
    monkeypatch.setattr(batch.Block, "segment", lambda self, size: real(self, 1))
    camera.frame(1.0, key=True, packets=3, size=500)
    room.flush(1.0)
    monkeypatch.undo()
    first = [len(p.packets()) for p in people]
    room.counters = counters
    camera.frame(1.03, packets=3, size=500)
    room.flush(1.04)
    assert first == [3, 3, 3] and counters["without_gso"] == 3
    assert [len(p.packets()) for p in people] == [3, 3, 3]


def test_a_frame_goes_out_whole_and_its_beginning_does_not_wait_long() -> None:
    room, _ = stage()
    camera = Publishing(room)
    viewer = Watching(room)
    camera.send(vp8_payload(1, key=True, size=600), 1.0, marker=False)
    room.flush(1.0)
    assert not viewer.packets()
    room.flush(1.01)
    assert len(viewer.packets()) == 1
    for _ in range(BURST):
        camera.send(vp8_payload(1, key=True, start=False, size=600), 1.011, marker=False)
    room.flush(1.011)
    assert len(viewer.packets()) == BURST


@pytest.mark.parametrize("plain", [False, True])
def test_sound_goes_to_a_large_audience_two_packets_at_a_time(plain: bool) -> None:
    counters: Counter[str] = Counter()
    room, _ = stage(sender=PlainSender(counters) if plain else batch.BatchSender(counters))
    microphone = Publishing(room, source="microphone", codec=OPUS)
    people = audience(room, AUDIENCE)
    said = [b"a" * 40, b"b" * 70, b"c" * 60, b"d" * 20, b"e" * 200, b"f" * 30]
    for index, payload in enumerate(said):
        at = 1.0 + index / 50
        microphone.send(payload, at, level=20)
        room.flush(at)
        heard = [person.packets("audio") for person in people]
        assert {len(packets) for packets in heard} == {0 if index % 2 == 0 else 2}
        for packets in heard if index % 2 else ():
            assert [p.payload for p in packets] == said[index - 1 : index + 1]
            assert packets[1].seq == (packets[0].seq + 1) & 0xFFFF
    # The last word has nothing to wait for; the timer sends it.
    microphone.send(b"g" * 40, 1.12, level=20)
    room.flush(1.12)
    assert not people[0].packets("audio") and room.due <= 1.12 + 0.025
    room.flush(room.due)
    assert [len(person.packets("audio")) for person in people] == [1] * AUDIENCE
    assert counters["sent"] == 7 * AUDIENCE


def test_sound_waits_for_nothing_where_two_packets_are_two_messages_anyway(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counters: Counter[str] = Counter()
    room, _ = stage(sender=batch.BatchSender(counters))
    room.counters = counters
    microphone = Publishing(room, source="microphone", codec=OPUS)
    people = audience(room, AUDIENCE)
    real = batch.Block.segment
    monkeypatch.setattr(batch.Block, "segment", lambda self, size: real(self, 1))
    for at in (1.0, 1.02):
        microphone.send(b"opus" * 50, at, level=20)
        room.flush(at)
    monkeypatch.undo()
    assert counters["without_gso"] == AUDIENCE
    assert {len(person.packets("audio")) for person in people} == {2}
    microphone.send(b"opus" * 50, 1.04, level=20)
    room.flush(1.04)
    assert {len(person.packets("audio")) for person in people} == {1}


def test_sound_goes_to_a_small_audience_at_once() -> None:
    room, _ = stage()
    microphone = Publishing(room, source="microphone", codec=OPUS)
    people = audience(room, AUDIENCE - 1)
    microphone.speak(1.0)
    room.flush(1.0)
    assert {len(person.packets("audio")) for person in people} == {1}
    # Whoever comes in on top finds nothing that still waits.
    microphone.speak(1.02)
    people.append(Watching(room, sock=people[0].sock))
    room.flush(1.02)
    assert {len(person.packets("audio")) for person in people[:-1]} == {1}


def test_bursts_are_what_the_kernel_can_cut() -> None:
    chance = random.Random(5)
    for _ in range(300):
        packets = [
            rtp.build(pt=96, marker=False, seq=n, timestamp=1, ssrc=0, payload=bytes(size))
            for n, size in enumerate(
                chance.choice([1000, 1010, 1050, 1100, 300, 20])
                for _ in range(chance.randint(1, 20))
            )
        ]
        runs = list(bursts(packets, gso=True))
        assert [rtp.parse(p) for run in runs for p in run] == [rtp.parse(p) for p in packets]
        for run in runs:
            assert len(run) <= BURST
            assert len({len(p) for p in run[:-1]}) <= 1
            assert len(run[-1]) <= len(run[0])


def test_both_address_families_and_profiles_are_served() -> None:
    room, _ = stage()
    camera = Publishing(room)
    narrow = Watching(room, gcm=False)
    out = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    out.bind(("::", 0))
    out.setblocking(False)
    mapped = Watching(room, sock=out)
    wide = Watching(room, sock=out)
    wide.receiver.close()
    wide.receiver = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    wide.receiver.bind(("::1", 0))
    wide.receiver.setblocking(False)
    room.move_viewer(wide.connection, out, wide.receiver.getsockname())
    camera.frame(1.0, key=True, packets=2)
    room.flush(1.0)
    assert [len(p.packets()) for p in (narrow, mapped, wide)] == [2, 2, 2]
    out.close()


def test_private_names_are_the_ones_that_are_used() -> None:
    """Fails when pylibsrtp or the system no longer has them: packets would go out plainly."""
    assert native.available()


def test_both_ways_of_sending_send_the_same() -> None:
    seen = []
    for plain in (False, True):
        counters: Counter[str] = Counter()
        room, _ = stage(sender=PlainSender(counters) if plain else batch.BatchSender(counters))
        camera = Publishing(room)
        viewer = Watching(room)
        for index in range(5):
            camera.frame(1.0 + index / 30, key=index == 0, packets=3, size=500 + index)
        room.flush(2.0)
        packets = viewer.packets()
        seen.append(
            [((p.seq - packets[0].seq) & 0xFFFF, p.timestamp, p.marker, p.payload) for p in packets]
        )
        assert counters["sent"] == 15
    assert seen[0] == seen[1] and len(seen[0]) == 15
    assert VP8.rtx_pt == 97
