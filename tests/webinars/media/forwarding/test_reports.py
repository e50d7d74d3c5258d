"""What publishers, viewers and hosts are told: what was sent, who speaks, how lines are."""

from collections import Counter

from tests.webinars.media.forwarding.rig import (
    H264,
    OPUS,
    Publishing,
    Watching,
    stage,
)
from webinars.media.forwarding import reports, rtcp, rtp


def test_reports_carry_the_publisher_s_clock_and_one_name_for_both_tracks() -> None:
    room, _ = stage()
    camera = Publishing(room)
    voice = Publishing(
        room,
        source="microphone",
        codec=OPUS,
        ssrc=0x8000,
        participant=camera.participant,
    )
    viewer = Watching(room)
    camera.frame(1.0, key=True)
    voice.speak(1.0)
    room.flush(1.2)
    viewer.received()
    assert not viewer.reports
    ntp = 0xAABBCCDD_11223344
    for track in (camera, voice):
        report = rtcp.sender_report(
            ssrc=track.ssrc, ntp=ntp, rtp=track.timestamp, packets=1, octets=1
        )
        room.on_publisher_rtcp(track.connection, report, 1.3)
    room.flush(1.35)
    packets = [rtp.parse(p) for p in viewer.received()]
    (compound,) = viewer.reports
    said = {ssrc: (time, at) for ssrc, time, at in rtcp.parse(compound).senders}
    assert len(said) == 2 and all(time == ntp for time, _ in said.values())
    assert compound.count(camera.participant.hex.encode()) == 2
    room.flush(1.5)
    viewer.received()
    assert not viewer.reports
    room.flush(6.4)
    viewer.received()
    assert len(viewer.reports) == 1
    assert not packets
    camera.frame(6.5)
    room.flush(6.5)
    (seen,) = viewer.packets()
    assert seen.timestamp - said[seen.ssrc][1] == 3000


def test_what_begins_anew_is_told_at_once_and_to_a_crowd_in_several_goes() -> None:
    room, _ = stage()
    camera = Publishing(room)
    people = [Watching(room) for _ in range(reports.AT_ONCE + 6)]
    camera.frame(1.0, key=True)
    clock = rtcp.sender_report(
        ssrc=camera.ssrc, ntp=1 << 40, rtp=camera.timestamp, packets=1, octets=1
    )
    room.on_publisher_rtcp(camera.connection, clock, 1.0)

    def told(now: float) -> int:
        room.flush(now)
        for viewer in people:
            viewer.received()
        count = sum(len(viewer.reports) for viewer in people)
        for viewer in people:
            viewer.reports.clear()
        return count

    assert [told(1.2), told(1.35), told(1.5), told(3.0)] == [reports.AT_ONCE, 6, 0, 0]
    room.set_muted(camera.participant, "camera", True)
    room.set_muted(camera.participant, "camera", False)
    camera.frame(3.1, key=True)
    assert [told(3.2), told(3.35), told(3.5), told(4.0)] == [reports.AT_ONCE, 6, 0, 0]


def test_viewers_with_nothing_to_be_told_hold_nobody_s_report_up() -> None:
    room, _ = stage()
    camera = Publishing(room)
    viewer = Watching(room)
    # Later ones come first, and what they could decode is not sent.
    for _ in range(reports.AT_ONCE + 6):
        Watching(room, audio=0, codecs=(H264,), sock=viewer.sock).receiver.close()
    camera.frame(1.0, key=True)
    clock = rtcp.sender_report(
        ssrc=camera.ssrc, ntp=1 << 40, rtp=camera.timestamp, packets=1, octets=1
    )
    room.on_publisher_rtcp(camera.connection, clock, 1.0)
    room.flush(1.2)
    viewer.received()
    assert len(viewer.reports) == 1


def test_publishers_get_reports_and_transport_feedback() -> None:
    room, _ = stage()
    camera = Publishing(room)
    for index in range(20):
        camera.frame(1.0 + index / 30, key=index == 0)
        room.flush(1.0 + index / 30)
    kinds = Counter((p[1], p[0] & 0x1F) for p in camera.told)
    assert kinds[(205, 15)] >= 8
    assert kinds[(201, 1)] == 1
    room.flush(2.5)
    assert Counter(p[1] for p in camera.told)[201] == 2


def test_who_speaks_and_how_lines_are_is_told() -> None:
    room, heard = stage(audio=2)
    voice = Publishing(room, source="microphone", codec=OPUS)
    other = Publishing(room, source="microphone", codec=OPUS, ssrc=0x8000)
    viewer = Watching(room)
    lossy = Watching(room)
    now = 1.0
    for index in range(600):
        voice.speak(now, level=15)
        other.speak(now, level=110)
        if index % 50 == 0:
            for who, lost in ((viewer, 0), (lossy, 60)):
                block = rtcp.Block(who.viewer.slots[0].ssrc, lost, 0, 1, 0, 0, 0)
                report = rtcp.receiver_report(1, [block])
                room.on_viewer_rtcp(who.connection, report, now)
        room.flush(now)
        room.flush(now)
        now += 0.02
    assert heard.speaking == [[voice.participant]]
    assert len(heard.lines) == 2
    lines = heard.lines[-1]
    assert lines[viewer.participant] == 3 and lines[lossy.participant] == 1
    assert lines[voice.participant] == 3
    room.flush(now + 20)
    assert heard.lines[-1][viewer.participant] == 0


def test_a_line_that_takes_less_than_is_sent_is_no_good_line() -> None:
    room, heard = stage()
    camera = Publishing(room)
    wide, tight, narrow = (Watching(room) for _ in range(3))
    for index in range(360):
        now = 1.0 + index / 30
        camera.frame(now, key=index == 0, packets=4, size=1000)
        if index % 30 == 0:
            for who, bits in ((wide, 2_000_000), (tight, 600_000), (narrow, 200_000)):
                ssrc = who.viewer.slots[1].ssrc
                room.on_viewer_rtcp(
                    who.connection, rtcp.remb(sender=1, bitrate=bits, ssrcs=[ssrc]), now
                )
        room.flush(now)
        room.flush(now)
    lines = heard.lines[-1]
    assert [lines[who.participant] for who in (wide, tight, narrow)] == [3, 2, 1]
