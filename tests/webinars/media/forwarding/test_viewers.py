"""What viewers get when faces change, packets are lost, people join, move and leave."""

import random
import struct
from uuid import uuid4

from tests.webinars.media.forwarding.rig import (
    H264,
    NO_RTX,
    OPUS,
    VP8,
    Publishing,
    Watching,
    stage,
    vp8_payload,
)
from webinars.media.forwarding import payloads, rtcp, rtp
from webinars.media.forwarding.stage import LARGEST


def pictures(packets: list[rtp.Packet]) -> list[int]:
    return [n for p in packets if (n := payloads.vp8(p.payload).picture_id) is not None]


def test_numbers_run_on_when_another_face_takes_the_slot() -> None:
    room, heard = stage(video=1)
    first = Publishing(room, seq=40000, timestamp=7, picture=32000)
    second = Publishing(room, ssrc=0x2000, seq=9, timestamp=4_000_000_000, picture=3)
    viewer = Watching(room)
    first.frame(1.0, key=True, packets=2)
    first.frame(1.033, packets=2)
    room.flush(1.033)
    room.flush(1.04)
    second.told.clear()
    room.pin(second.participant, "camera")
    assert [s.participant for s in heard.slots[-1]] == [second.participant]
    room.flush(1.05)
    assert any(rtcp.parse(p).key_frames == [second.ssrc] for p in second.told)
    second.frame(1.06)
    second.frame(1.1, key=True, packets=3)
    second.frame(1.133)
    first.frame(1.133)
    room.flush(1.133)
    seen = viewer.packets()
    assert [p.seq for p in seen] == [(seen[0].seq + i) & 0xFFFF for i in range(8)]
    assert pictures(seen) == [32000, 32000, 32001, 32001, 32002, 32002, 32002, 32003]
    assert [(p.payload[4] - seen[0].payload[4]) & 0xFF for p in seen] == [0, 0, 0, 0, 1, 1, 1, 1]
    times = [p.timestamp - seen[0].timestamp for p in seen]
    assert times[2] == 3000 and abs(times[4] - 9000) < 200 and times[7] - times[4] == 3000


def test_a_viewer_that_was_in_the_picture_goes_on_where_it_was() -> None:
    room, _ = stage(video=1)
    first = Publishing(room)
    second = Publishing(room, ssrc=0x2000)
    guest = Watching(room, participant=second.participant)
    other = Watching(room, sock=guest.sock)
    first.frame(1.0, key=True)
    room.flush(1.0)
    room.pin(second.participant, "camera")
    for index in range(30):
        second.frame(1.1 + index / 30, key=index == 0)
    room.flush(2.5)
    room.pin(first.participant, "camera")
    first.frame(3.0, key=True, packets=2)
    room.flush(3.0)
    seen, all_of_it = guest.packets(), other.packets()
    assert [(p.seq - seen[0].seq) & 0xFFFF for p in seen] == [0, 1, 2]
    assert pictures(seen) == [10, 11, 11]
    assert [(p.seq - all_of_it[0].seq) & 0xFFFF for p in all_of_it] == list(range(33))


def test_fifty_joining_together_cost_a_key_frame_each_300_ms() -> None:
    room, _ = stage()
    camera = Publishing(room)
    people = [Watching(room)]
    camera.frame(1.0, key=True)
    room.flush(1.0)
    camera.told.clear()
    now = 2.0
    for index in range(200):
        if index % 4 == 0:
            people.append(Watching(room, sock=people[0].sock))
        asked = any(rtcp.parse(p).key_frames for p in camera.told[-1:])
        camera.frame(now, key=asked and index % 3 == 0)
        room.flush(now)
        room.flush(now)
        now += 0.01
    requests = sum(bool(rtcp.parse(p).key_frames) for p in camera.told)
    assert 1 <= requests <= 1 + 2.4 / 0.3
    room.flush(now + 0.4)
    camera.frame(now + 0.5, key=True)
    room.flush(now + 0.5)
    for person in people:
        seen = person.packets()
        assert seen and payloads.vp8(seen[0].payload).key_start
        person.close()


def test_what_got_lost_comes_again_by_rtx_under_its_own_numbers() -> None:
    room, _ = stage()
    camera = Publishing(room)
    viewer = Watching(room)
    for index in range(20):
        camera.frame(1.0 + index / 30, key=index == 0, packets=3, size=300)
    room.flush(2.0)
    seen = viewer.packets()
    lost = [seen[5], seen[6], seen[40]]
    ssrc = seen[0].ssrc
    ask = rtcp.nack(sender=1, ssrc=ssrc, lost=[p.seq for p in lost])
    room.on_viewer_rtcp(viewer.connection, ask, 2.05)
    again = [rtp.parse(p) for p in viewer.received()]
    assert [(p.pt, p.ssrc, p.seq) for p in again] == [(97, ssrc + 1, n) for n in range(3)]
    for packet, before in zip(again, lost, strict=True):
        back = rtp.original(packet, pt=96, ssrc=ssrc)
        assert back is not None
        assert (back.seq, back.payload, back.timestamp, back.marker) == (
            before.seq,
            before.payload,
            before.timestamp,
            before.marker,
        )
        assert back.extensions[2] != before.extensions[2]
    unknown = rtcp.nack(sender=1, ssrc=ssrc, lost=[(seen[0].seq - 7) & 0xFFFF, seen[0].seq + 900])
    room.on_viewer_rtcp(viewer.connection, unknown, 2.05)
    assert not viewer.received()


def test_a_viewer_without_rtx_gets_the_same_ciphertext_again() -> None:
    room, _ = stage()
    camera = Publishing(room)
    viewer = Watching(room, codecs=(OPUS, NO_RTX))
    for size in (100, 130, 120):
        camera.send(vp8_payload(1, key=True, start=size == 100, size=size), 1.0, marker=size == 120)
    room.flush(1.0)
    before = viewer.datagrams()
    seqs = [d[2] << 8 | d[3] for d in before]
    ssrc = viewer.viewer.slots[1].ssrc
    ask = rtcp.nack(sender=1, ssrc=ssrc, lost=seqs)
    room.on_viewer_rtcp(viewer.connection, ask, 1.5)
    assert viewer.datagrams() == before


def test_asking_again_without_end_has_an_end() -> None:
    room, _ = stage()
    camera = Publishing(room)
    viewer = Watching(room)
    camera.frame(1.0, key=True)
    room.flush(1.0)
    (seen,) = viewer.packets()
    for _ in range(2000):
        room.on_viewer_rtcp(
            viewer.connection, rtcp.nack(sender=1, ssrc=seen.ssrc, lost=[seen.seq]), 1.1
        )
        room.on_viewer_rtcp(viewer.connection, rtcp.pli(sender=1, ssrc=seen.ssrc), 1.1)
    assert len(viewer.datagrams()) <= 300
    assert room.counters["rtcp_flood"] >= 3800
    everything = rtcp.nack(sender=1, ssrc=seen.ssrc, lost=[seen.seq] * 300)
    room.on_viewer_rtcp(viewer.connection, everything, 1.2)
    room.on_viewer_rtcp(viewer.connection, everything, 2.2)
    room.on_viewer_rtcp(viewer.connection, everything, 2.3)
    assert 250 <= len(viewer.datagrams()) <= 400


def test_lost_on_the_way_here_is_asked_for_and_forwarded_late() -> None:
    room, _ = stage()
    camera = Publishing(room)
    viewer = Watching(room)
    camera.frame(1.0, key=True)
    missing = camera.packet(vp8_payload(77, key=False))
    missing_seq = camera.seq
    camera.seq += 1
    camera.frame(1.03)
    room.flush(1.05)
    nacks = [n for p in camera.told for n in rtcp.parse(p).nacks]
    assert nacks == [(camera.ssrc, [missing_seq])]
    resent = rtp.retransmission(missing, pt=97, seq=1, ssrc=camera.ssrc + 1)
    room.on_rtp(camera.connection, resent, 1.06)
    room.on_rtp(camera.connection, resent, 1.061)
    room.on_rtp(camera.connection, missing, 1.07)
    room.flush(1.07)
    seen = viewer.packets()
    assert [(p.seq - seen[0].seq) & 0xFFFF for p in seen] == [0, 2, 1]
    assert room.counters["doubled"] == 2


def test_a_key_frame_whose_beginning_comes_too_late_starts_nothing() -> None:
    room, _ = stage()
    camera = Publishing(room)
    viewer = Watching(room)
    beginning = camera.packet(vp8_payload(5, key=True), marker=False)
    camera.seq += 1
    camera.send(vp8_payload(5, key=True, start=False), 1.0)
    room.on_rtp(camera.connection, beginning, 1.05)
    room.flush(1.05)
    assert not viewer.packets()
    camera.frame(1.1, key=True)
    room.flush(1.1)
    assert len(viewer.packets()) == 1


def test_sources_are_told_apart_by_mid_before_their_ssrcs_are_known() -> None:
    room, _ = stage(video=2)
    connection, participant = uuid4(), uuid4()
    camera = Publishing(
        room, connection=connection, participant=participant, announced=False, mid="0"
    )
    screen = Publishing(
        room,
        source="screen",
        connection=connection,
        participant=participant,
        announced=False,
        mid="1",
        ssrc=0x7000,
    )
    viewer = Watching(room, video=2)
    screen.frame(1.0, key=True)
    camera.frame(1.0, key=True)
    room.flush(1.0)
    packets = [rtp.parse(p) for p in viewer.received()]
    assert {(p.ssrc - viewer.base, payloads.vp8(p.payload).key_start) for p in packets} == {
        (100, True),
        (102, True),
    }
    unknown = rtp.build(pt=96, marker=True, seq=1, timestamp=1, ssrc=5, payload=b"\x10\0")
    room.on_rtp(connection, unknown, 1.1)
    assert room.counters["no_track"] == 1


def test_a_new_ssrc_under_the_same_mid_starts_anew() -> None:
    room, _ = stage()
    camera = Publishing(room)
    viewer = Watching(room)
    camera.frame(1.0, key=True)
    camera.ssrc, camera.seq, camera.timestamp = 0x7777, 30000, 1
    camera.frame(1.1)
    camera.frame(1.2, key=True)
    room.flush(1.2)
    seen = viewer.packets()
    assert [(p.seq - seen[0].seq) & 0xFFFF for p in seen] == [0, 1]
    assert 0 < seen[1].timestamp - seen[0].timestamp < 90000


def test_h264_starts_at_its_parameters() -> None:
    room, _ = stage()
    camera = Publishing(room, codec=H264)
    viewer = Watching(room, codecs=(OPUS, H264, VP8))
    without = Watching(room, codecs=(OPUS, VP8))
    camera.send(b"\x65\x88", 1.0)
    camera.send(b"\x78\x00\x02\x67\x42\x00\x02\x68\xce", 1.1)
    camera.send(b"\x65\x88", 1.1)
    room.flush(1.1)
    assert [p.pt for p in viewer.packets()] == [102, 102]
    assert not without.packets()


def test_nobody_starts_just_before_the_numbers_wrap() -> None:
    room, _ = stage(video=0)
    voice = Publishing(room, source="microphone", codec=OPUS)
    early = Watching(room, video=0)
    voice.speak(1.0)
    room.flush(1.0)
    lane = room._lanes["audio"][0]
    to_go = -lane._next & 0xFFFF
    while to_go > 30:
        step = min(2000, to_go - 30)
        voice.seq += step - 1
        voice.speak(1.0)
        to_go -= step
    late = Watching(room, video=0)
    for _ in range(60):
        voice.speak(1.1)
    room.flush(1.1)
    starts = late.packets("audio")
    assert starts[0].seq == 0 and len(starts) == 30
    assert len(early.packets("audio")) > 60


def test_a_viewer_that_moves_goes_on_with_its_numbers() -> None:
    room, _ = stage()
    camera = Publishing(room)
    people = [Watching(room), Watching(room)]
    people.append(Watching(room, sock=people[1].sock))
    camera.frame(1.0, key=True)
    room.flush(1.0)
    mover = people[0]
    room.move_viewer(mover.connection, people[1].viewer.sock, mover.receiver.getsockname())
    camera.frame(1.03)
    room.flush(1.03)
    for person in people:
        seen = person.packets()
        assert [(p.seq - seen[0].seq) & 0xFFFF for p in seen] == [0, 1]
    assert len(room._lanes["video"][0].groups) == 1


def test_nothing_that_arrives_breaks_a_room() -> None:
    """Recorded packets, mutated; what is dropped is counted, and the others go on."""
    chance = random.Random(11)
    room, _ = stage(audio=1, video=2)
    camera = Publishing(room)
    voice = Publishing(room, source="microphone", codec=OPUS, ssrc=0x8000)
    viewer = Watching(room, video=2)
    good = Publishing(room, ssrc=0x4000)
    packets = [
        camera.packet(vp8_payload(1, key=True)),
        camera.packet(b""),
        voice.packet(b"opus", level=3),
        rtp.retransmission(camera.packet(b"xy"), pt=97, seq=1, ssrc=camera.ssrc + 1),
    ]
    control = [
        rtcp.nack(sender=1, ssrc=viewer.viewer.slots[1].ssrc, lost=range(0, 400, 3)),
        rtcp.pli(sender=1, ssrc=viewer.viewer.slots[1].ssrc),
        rtcp.remb(sender=1, bitrate=1_000_000, ssrcs=[1]),
        rtcp.sender_report(ssrc=camera.ssrc, ntp=5, rtp=5, packets=1, octets=1)
        + rtcp.description([(camera.ssrc, "x")]),
        struct.pack("!BBHL", 0x81, 203, 1, 7),
    ]

    def mutated(data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            if changed:
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        cut = chance.randint(0, len(changed))
        return bytes(changed[:cut] if chance.random() < 0.3 else changed)

    now = 1.0
    for step in range(4000):
        now += 0.002
        source = chance.choice((camera, voice))
        room.on_rtp(source.connection, mutated(chance.choice(packets)), now)
        room.on_publisher_rtcp(source.connection, mutated(chance.choice(control)), now)
        room.on_viewer_rtcp(viewer.connection, mutated(chance.choice(control)), now)
        room.on_viewer_rtcp(viewer.connection, chance.randbytes(chance.randint(0, 60)), now)
        if step % 100 == 0:
            good.frame(now, key=True)
        if step % 10 == 0:
            room.flush(now)
            room.flush(now)
            viewer.datagrams()
    room.on_rtp(camera.connection, camera.packet(bytes(LARGEST + 1)), now)
    good.frame(now, key=True)
    room.flush(now)
    assert len(viewer.packets("video", 1)) == 1
    assert room.counters["malformed_rtp"] > 100 and room.counters["malformed_rtcp"] > 100
    assert room.counters["too_large"] == 1
