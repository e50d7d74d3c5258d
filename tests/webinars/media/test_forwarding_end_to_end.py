"""Publishing and watching over real ICE, DTLS and SRTP, with aiortc as the other side."""

import struct
from typing import Any
from uuid import uuid4

import pytest
from aioice.ice import get_host_addresses
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack

from tests.webinars.media.nodes import EVERYTHING, a_client, a_house, dropped, until
from webinars.media.contract import Allow, Close, Create, Mute, Remove, SlotsChanged


async def test_what_one_publishes_another_sees_and_hears() -> None:
    async with a_house() as house, a_client(house) as speaker, a_client(house) as viewer:
        await viewer.watch()
        await viewer.connected()
        await speaker.publish()
        await speaker.connected()
        await until(
            lambda: viewer.frames.get("video-0", 0) > 5 and viewer.frames.get("audio-0", 0) > 20
        )
        changed = [event for event in house.events if isinstance(event, SlotsChanged)]
        assert {(s.kind, s.slot, s.source) for s in changed[-1].slots} == {
            ("audio", 0, "microphone"),
            ("video", 0, "camera"),
        }


@pytest.mark.skipif(
    not get_host_addresses(use_ipv4=False, use_ipv6=True),
    reason="this machine has no IPv6 but loopback's, which aiortc does not gather",
)
async def test_over_ipv6() -> None:
    async with a_house("::1") as house, a_client(house) as speaker, a_client(house) as viewer:
        await viewer.watch()
        await speaker.publish(tracks={"microphone": AudioStreamTrack()})
        await viewer.connected()
        await until(lambda: viewer.frames.get("audio-0", 0) > 5)


async def test_what_one_may_not_publish_is_answered_inactive() -> None:
    async with a_house() as house, a_client(house) as speaker, a_client(house) as viewer:
        await viewer.watch()
        answer = await speaker.publish(frozenset({"microphone"}))
        audio, video = answer.split("m=video")
        assert "a=recvonly" in audio
        assert "a=inactive" in video
        await until(lambda: viewer.frames.get("audio-0", 0) > 5)
        assert "video-0" not in viewer.frames


async def test_what_is_sent_without_the_right_to_goes_nowhere() -> None:
    """A browser that sends on an m-line that was answered inactive."""
    async with a_house() as house, a_client(house) as speaker, a_client(house) as viewer:
        await viewer.watch()
        await speaker.publish(frozenset({"microphone"}))
        await until(lambda: viewer.frames.get("audio-0", 0) > 5)
        stage = house.node.rooms[house.room].stage
        before, sent = stage.counters["no_track"], 20
        transport: Any = speaker.peer.getSenders()[0].transport
        for number in range(sent):
            packet = struct.pack("!BBHII", 128, 97, number, number * 3000, 0xCAFE) + bytes(40)
            await transport.transport._send(transport._tx_srtp.protect(packet))
        await until(lambda: stage.counters["no_track"] == before + sent)
        assert "video-0" not in viewer.frames
        assert [slot.source for slot in stage.slots()] == ["microphone"]


async def test_taking_the_right_away_ends_the_picture_at_once_and_giving_it_brings_it_back() -> (
    None
):
    async with a_house() as house, a_client(house) as speaker, a_client(house) as viewer:
        await viewer.watch()
        await speaker.publish()
        await until(lambda: viewer.frames.get("video-0", 0) > 5)
        house.node.carry_out(Allow(house.room, speaker.participant, frozenset({"microphone"})))
        slots = house.node.rooms[house.room].stage.slots()
        assert [slot.source for slot in slots] == ["microphone"]
        heard = viewer.frames["audio-0"]
        await until(lambda: viewer.frames["audio-0"] > heard + 25)
        house.node.carry_out(Allow(house.room, speaker.participant, EVERYTHING))
        seen = viewer.frames["video-0"]
        await until(lambda: viewer.frames["video-0"] > seen + 5)


async def test_the_removed_are_dropped_and_others_go_on() -> None:
    async with a_house() as house, a_client(house) as speaker, a_client(house) as viewer:
        await viewer.watch()
        await speaker.publish(tracks={"microphone": AudioStreamTrack()})
        async with a_client(house) as other:
            await other.watch()
            await until(lambda: other.frames.get("audio-0", 0) > 5)
            house.node.carry_out(Remove(house.room, other.participant))
            assert other.connection in house.gone()
            before = dropped("stun_unknown")
            heard = viewer.frames.get("audio-0", 0)
            await until(lambda: viewer.frames.get("audio-0", 0) > heard + 25)
            await until(
                lambda: (
                    other.peer.connectionState != "connected" or dropped("stun_unknown") > before
                )
            )


async def test_muted_nothing_arrives_and_unmuted_it_does() -> None:
    async with a_house() as house, a_client(house) as speaker, a_client(house) as viewer:
        await viewer.watch()
        await speaker.publish(tracks={"camera": VideoStreamTrack()})
        await until(lambda: viewer.frames.get("video-0", 0) > 3)
        house.node.carry_out(Mute(house.room, speaker.participant, "camera", True))
        slots = house.node.rooms[house.room].stage.slots()
        assert [slot.muted for slot in slots] == [True]
        house.node.carry_out(Mute(house.room, speaker.participant, "camera", False))
        seen = viewer.frames["video-0"]
        await until(lambda: viewer.frames["video-0"] > seen + 5)


async def test_who_muted_and_comes_back_is_heard_unless_they_say_so_again() -> None:
    participant = uuid4()
    async with a_house() as house, a_client(house) as viewer:
        await viewer.watch()
        room = house.node.rooms[house.room]
        async with a_client(house, participant) as before:
            await before.publish(tracks={"microphone": AudioStreamTrack()})
            await until(lambda: viewer.frames.get("audio-0", 0) > 5)
            house.node.carry_out(Mute(house.room, participant, "microphone", True))
            # Another source of the same connection leaves it muted.
            before.peer.addTransceiver(VideoStreamTrack(), direction="sendonly")
            await before.offer("publish", ["microphone", "camera"], EVERYTHING)
            await until(lambda: len(room.stage.slots()) == 2)
            assert {(s.source, s.muted) for s in room.stage.slots()} == {
                ("microphone", True),
                ("camera", False),
            }
        async with a_client(house, participant) as after:
            await after.publish(tracks={"microphone": AudioStreamTrack()})
            heard = viewer.frames["audio-0"]
            await until(lambda: viewer.frames["audio-0"] > heard + 25)
            assert [slot.muted for slot in room.stage.slots()] == [False]


async def test_the_same_person_on_a_new_connection_replaces_what_the_old_one_sent() -> None:
    participant = uuid4()
    async with (
        a_house() as house,
        a_client(house) as viewer,
        a_client(house, participant) as before,
        a_client(house, participant) as after,
    ):
        await viewer.watch()
        await before.publish(tracks={"microphone": AudioStreamTrack()})
        await until(lambda: viewer.frames.get("audio-0", 0) > 5)
        await after.publish(tracks={"microphone": AudioStreamTrack()})
        await after.connected()
        slots = house.node.rooms[house.room].stage.slots()
        assert [(slot.participant, slot.source) for slot in slots] == [(participant, "microphone")]
        heard = sum(viewer.frames.values())
        await until(lambda: sum(viewer.frames.values()) > heard + 25)


async def test_a_closed_room_is_forgotten_and_a_higher_epoch_starts_it_anew() -> None:
    async with a_house() as house, a_client(house) as viewer:
        await viewer.watch()
        await viewer.connected()
        house.node.carry_out(Create(house.room, 1, 2, 3))
        assert house.node.connections == 1
        house.node.carry_out(Create(house.room, 2, 2, 3))
        assert house.node.connections == 0
        assert house.gone() == [viewer.connection]
        house.node.carry_out(Close(house.room))
        house.node.carry_out(Close(house.room))
        assert not house.node.rooms
