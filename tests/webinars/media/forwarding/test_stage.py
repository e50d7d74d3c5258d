"""A room's packets, from a publisher to its viewers."""

from uuid import uuid4

from tests.webinars.media.forwarding.rig import OPUS, Publishing, Watching, stage
from webinars.media.contract import SlotView
from webinars.media.forwarding import payloads, rtcp


def test_a_viewer_sees_from_the_first_key_frame_on() -> None:
    room, _ = stage()
    camera = Publishing(room)
    viewer = Watching(room)
    camera.frame(1.0)
    camera.frame(1.03, key=True, packets=3)
    camera.frame(1.06)
    room.flush(1.06)
    seen = viewer.packets()
    assert len(seen) == 4
    assert payloads.vp8(seen[0].payload).key_start
    assert [p.seq for p in seen] == [(seen[0].seq + i) & 0xFFFF for i in range(4)]
    assert [p.marker for p in seen] == [False, False, True, True]
    assert seen[3].timestamp - seen[0].timestamp == 3000
    assert all(p.pt == 96 and p.extensions[9] == b"v0" and len(p.extensions[2]) == 3 for p in seen)


def test_the_publisher_is_not_sent_its_own_picture() -> None:
    room, _ = stage()
    camera = Publishing(room)
    own = Watching(room, participant=camera.participant)
    other = Watching(room)
    camera.frame(1.0, key=True)
    room.flush(1.0)
    assert not own.packets()
    assert len(other.packets()) == 1


def test_sound_starts_at_once() -> None:
    room, _ = stage()
    voice = Publishing(room, source="microphone", codec=OPUS)
    voice.speak(1.0)
    viewer = Watching(room)
    voice.speak(1.02)
    room.flush(1.02)
    assert len(viewer.packets("audio")) == 1


def test_everybody_is_told_the_same_slots_and_mutes() -> None:
    room, heard = stage(audio=1, video=2)
    camera = Publishing(room)
    screen = Publishing(room, source="screen", ssrc=0x3000)
    assert heard.slots[-1] == room.slots()
    assert {(s.slot, s.source) for s in room.slots()} == {(0, "camera"), (1, "screen")}
    room.set_muted(camera.participant, "camera", True)
    assert heard.slots[-1][0] == SlotView("video", 0, camera.participant, "camera", True)
    room.remove_track(screen.connection, screen.mid)
    assert [s.source for s in heard.slots[-1]] == ["camera"]


def test_a_track_that_is_announced_again_keeps_its_slot_silently() -> None:
    room, heard = stage(video=2)
    camera = Publishing(room)
    Publishing(room, source="screen", ssrc=0x3000)
    told = len(heard.slots)
    room.add_track(camera.track)
    assert len(heard.slots) == told
    assert [s.source for s in room.slots()] == ["camera", "screen"]


def test_after_a_mute_the_numbers_go_on_at_a_key_frame() -> None:
    room, _ = stage()
    camera = Publishing(room)
    viewer = Watching(room)
    camera.frame(1.0, key=True)
    room.flush(1.0)
    before = viewer.packets()
    room.set_muted(camera.participant, "camera", True)
    for index in range(50):
        camera.frame(1.1 + index / 30)
    room.flush(3.0)
    assert not viewer.packets()
    camera.told.clear()
    room.set_muted(camera.participant, "camera", False)
    room.flush(3.0)
    assert any(rtcp.parse(p).key_frames == [camera.ssrc] for p in camera.told)
    camera.frame(3.02)
    camera.frame(3.05, key=True)
    room.flush(3.05)
    after = viewer.packets()
    assert len(after) == 1
    assert after[0].seq == (before[-1].seq + 1) & 0xFFFF
    first, second = payloads.vp8(before[-1].payload), payloads.vp8(after[0].payload)
    assert second.picture_id == (first.picture_id or 0) + 1
    assert abs(after[0].timestamp - before[-1].timestamp - 2.05 * 90000) < 900


def test_packets_of_unknown_connections_are_counted() -> None:
    room, _ = stage()
    room.on_rtp(uuid4(), b"\x80" * 40, 1.0)
    assert room.counters["no_track"] == 1
