"""Under one key no two byte strings share an SSRC and a number: with GCM that would give the key's
authentication away. Observed at libsrtp's door, over lossy and restless runs."""

import os
import random
import socket
from collections import Counter
from typing import Any

import pytest
from pylibsrtp import Policy, Session

from tests.webinars.media.forwarding.rig import (
    NO_RTX,
    OPUS,
    PROFILES,
    VP8,
    Publishing,
    Watching,
    stage,
)
from webinars.media.forwarding import native, rtcp, rtp
from webinars.media.forwarding.batch import BatchSender
from webinars.media.forwarding.sending import PlainSender, Sender


class Observed(Session):
    """libsrtp's session; what is encrypted through it is noted."""

    seen: dict[tuple[int, int], bytes]

    def note(self, packet: bytes) -> None:
        parsed = rtp.parse(packet)
        before = self.seen.setdefault((parsed.ssrc, parsed.seq), packet)
        assert before == packet, f"{parsed.ssrc:x} {parsed.seq} was encrypted for something else"

    def protect(self, packet: bytes) -> bytes:
        self.note(packet)
        return super().protect(packet)


def observed(gcm: bool) -> tuple[Observed, Session]:
    profile, length = PROFILES[gcm]
    key = os.urandom(length)
    out = Policy(key=key, ssrc_type=Policy.SSRC_ANY_OUTBOUND, srtp_profile=profile)
    out.allow_repeat_tx = True
    out.window_size = 1024
    into = Policy(key=key, ssrc_type=Policy.SSRC_ANY_INBOUND, srtp_profile=profile)
    session = Observed(out)
    session.seen = {}
    return session, Session(into)


class Door:
    """Stands in front of libsrtp's srtp_protect; `fail` says whose calls fail."""

    def __init__(self) -> None:
        self.sessions: dict[int, Observed] = {}
        self.calls = 0
        self.failing: set[int] = set()

    def register(self, session: Observed) -> int:
        number = int(self._ffi().cast("uintptr_t", native.handle_of(session)))
        self.sessions[number] = session
        return number

    @staticmethod
    def _ffi() -> Any:
        from pylibsrtp._binding import ffi  # type: ignore[import-not-found]

        return ffi

    def __call__(self, handle: Any, packet: Any, length: Any) -> int:
        ffi = self._ffi()
        number = int(ffi.cast("uintptr_t", handle))
        if number in self.failing:
            return 7
        self.calls += 1
        count = ffi.cast("int *", length)[0]
        self.sessions[number].note(bytes(ffi.buffer(ffi.cast("char *", packet), count)))
        return native.protect()(handle, packet, length)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_no_number_is_used_for_two_packets(seed: int, plain: bool) -> None:
    chance = random.Random(seed)
    door, counters = Door(), Counter[str]()
    sender: Sender = PlainSender(counters) if plain else BatchSender(counters, protect=door)
    room, _ = stage(audio=1, video=2, sender=sender)
    cameras = [Publishing(room, ssrc=0x1000 * (n + 1), seq=65500 - n) for n in range(3)]
    voices = [
        Publishing(
            room, source="microphone", codec=OPUS, ssrc=0x9000 + n, participant=c.participant
        )
        for n, c in enumerate(cameras)
    ]
    keys = {}
    viewers: list[Watching] = []
    common = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    common.bind(("127.0.0.1", 0))
    common.setblocking(False)

    def join(again: Watching | None = None) -> None:
        gcm = chance.random() < 0.7
        out, into = (again.outbound, again.inbound) if again else observed(gcm)
        assert isinstance(out, Observed) and into is not None
        keys[id(out)] = out
        door.register(out)
        publisher = chance.random() < 0.4
        viewers.append(
            Watching(
                room,
                video=2,
                gcm=again.gcm if again else gcm,
                participant=chance.choice(cameras).participant if publisher else again_id(again),
                codecs=again.codecs if again else (OPUS, chance.choice([VP8, NO_RTX])),
                outbound=out,
                inbound=into,
                sock=common if chance.random() < 0.6 else None,
            )
        )

    def again_id(again: Watching | None) -> Any:
        from uuid import uuid4

        return again.participant if again else uuid4()

    for _ in range(6):
        join()
    decrypted = resent = 0
    now = 1.0
    for _ in range(1200):
        now += 0.011
        camera = chance.choice(cameras)
        if chance.random() < 0.8:
            lost = chance.random() < 0.1
            before = camera.seq
            camera.frame(now, key=chance.random() < 0.1, packets=chance.randint(1, 4))
            if lost:
                camera.seq += 1
            elif chance.random() < 0.1:
                late = camera.packet(
                    b"\x90\x80\x80\x01\x01late", seq=before - chance.randint(1, 40)
                )
                room.on_rtp(camera.connection, late, now)
        chance.choice(voices).speak(now, level=chance.choice([10, 90]))
        if chance.random() < 0.6:
            room.flush(now)
        if chance.random() < 0.3:
            room.flush(now)
        action = chance.random()
        if action < 0.01:
            room.set_muted(camera.participant, "camera", chance.random() < 0.5)
        elif action < 0.03 and len(viewers) < 12:
            join()
        elif action < 0.05 and len(viewers) > 3:
            leaving = viewers.pop(chance.randrange(len(viewers)))
            room.remove_viewer(leaving.connection)
            leaving.close()
            if chance.random() < 0.5:
                join(again=leaving)
        elif action < 0.06:
            mover = chance.choice(viewers)
            assert mover.sock is not None
            room.move_viewer(
                mover.connection,
                chance.choice([common, *(v.sock for v in viewers if v.sock is not None)]),
                mover.receiver.getsockname(),
            )
        elif action < 0.08:
            room.pin(camera.participant if chance.random() < 0.5 else None, "camera")
        elif action < 0.09:
            room.remove_track(camera.connection, camera.mid)
            camera.ssrc += 7
            camera.__post_init__()
        for viewer in viewers:
            if chance.random() > 0.3:
                continue
            packets = viewer.received()
            decrypted += len(packets)
            for data in packets:
                parsed = rtp.parse(data)
                resent += parsed.pt == 97
                if parsed.pt == 96 and chance.random() < 0.1:
                    room.on_viewer_rtcp(
                        viewer.connection,
                        rtcp.nack(sender=1, ssrc=parsed.ssrc, lost=[parsed.seq, parsed.seq - 1]),
                        now,
                    )
    used = sum(len(out.seen) for out in keys.values())
    assert used > 3000 and decrypted > 3000 and resent > 20
    assert plain or door.calls > 2000
    assert not counters["not_protected"]
    for viewer in viewers:
        viewer.close()
    common.close()


def test_a_packet_that_was_not_encrypted_is_never_sent() -> None:
    door, counters = Door(), Counter[str]()
    room, _ = stage(sender=BatchSender(counters, protect=door))
    camera = Publishing(room)
    viewers: list[Watching] = []
    handles = []
    for _ in range(9):
        out, into = observed(True)
        handles.append(door.register(out))
        shared = viewers[0].sock if viewers else None
        viewers.append(Watching(room, outbound=out, inbound=into, sock=shared))
    camera.frame(1.0, key=True)
    room.flush(1.0)
    group = next(iter(room._lanes["video"][0].groups.values()))
    order = [seat.watcher.viewer.connection for seat in group.seats]
    failing = {order[0], order[4], order[5], order[8]}
    for viewer, handle in zip(viewers, handles, strict=True):
        assert len(viewer.packets()) == 1
        if viewer.connection in failing:
            door.failing.add(handle)
    camera.frame(1.03, packets=3)
    room.flush(1.03)
    for viewer in viewers:
        assert len(viewer.datagrams()) == (0 if viewer.connection in failing else 3)
    assert counters["not_protected"] == 4 * 3
    door.failing.clear()
    camera.frame(1.06)
    room.flush(1.06)
    assert all(len(viewer.packets()) == 1 for viewer in viewers if viewer.connection not in failing)


def test_one_ssrc_for_two_slots_is_refused() -> None:
    room, _ = stage(audio=1, video=1)
    viewer = Watching(room)
    viewer.viewer.slots[1] = viewer.viewer.slots[0]
    with pytest.raises(ValueError, match="differ"):
        room.add_viewer(viewer.viewer)


def test_who_came_back_is_not_sent_what_is_late_under_a_number_it_had() -> None:
    door = Door()
    room, _ = stage(sender=BatchSender(Counter(), protect=door))
    camera = Publishing(room)
    out, into = observed(True)
    door.register(out)
    viewer = Watching(room, outbound=out, inbound=into)
    camera.frame(1.0, key=True)
    camera.frame(1.03)
    room.flush(1.03)
    room.remove_viewer(viewer.connection)
    room.add_viewer(viewer.viewer)
    camera.frame(1.06)
    late = camera.packet(b"\x90\x80\x80\x01\x01late")
    camera.seq += 1
    camera.frame(1.1, key=True)
    room.flush(1.1)
    room.on_rtp(camera.connection, late, 1.11)
    camera.frame(1.13)
    room.flush(1.13)
    seen = viewer.packets()
    assert [(p.seq - seen[0].seq) & 0xFFFF for p in seen] == [0, 1, 2, 3]
    assert all(b"late" not in p.payload for p in seen)
