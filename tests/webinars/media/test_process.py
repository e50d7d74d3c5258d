"""The process as it is deployed: commands over Redis, registration, taking rooms over, its end."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

import msgspec
import pytest
import redis
from django.conf import settings
from django.db import connection

from hub.realtime.bus import CHANNEL, decode
from tests import engines
from tests.serving import free_ports
from tests.webinars.media.processes import (
    MediaProcess,
    live_nodes,
    make_room,
    running_media,
    wait_for_nodes,
)
from webinars.media import control
from webinars.media.contract import Admit, Close, Create, Refused, Remove
from webinars.media.control import MediaSilent, call_sync

pytestmark = pytest.mark.django_db(transaction=True)


def five_seconds() -> float:
    """On a machine that has time for us: with more to run than processors, accordingly more."""
    return 5.0 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


@pytest.fixture(autouse=True)
def nobody_from_before() -> Iterator[None]:
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        store.delete(control.NODES)
        yield


@pytest.fixture
def media(tmp_path: Path) -> Iterator[MediaProcess]:
    with running_media(tmp_path / "one") as started:
        wait_for_nodes(1)
        yield started


@pytest.fixture
def hints() -> Iterator[Callable[[str, float], dict[str, Any]]]:
    """Waits for an event of a kind on the bus, and gives its frame."""
    with redis.Redis.from_url(settings.REDIS_URL) as store, store.pubsub() as channel:
        channel.subscribe(CHANNEL)
        channel.get_message(timeout=5)

        def wait(kind: str, seconds: float = 10.0) -> dict[str, Any]:
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                message = channel.get_message(ignore_subscribe_messages=True, timeout=0.2)
                if message is None:
                    continue
                _, what, data = decode(message["data"])
                if what != "event":
                    continue
                frame: dict[str, Any] = msgspec.json.decode(data[2])
                if frame["kind"] == kind:
                    return frame
            raise AssertionError(f"no {kind}")

        yield wait


def test_a_command_is_answered_and_one_for_a_room_that_is_not_here_is_refused(
    media: MediaProcess,
) -> None:
    (node,) = live_nodes()
    room = uuid4()
    assert call_sync(node.id, Create(room, 1, 2, 3)) is None
    assert call_sync(node.id, Create(room, 1, 2, 3)) is None
    assert call_sync(node.id, Create(room, 0, 2, 3)) == Refused("not_here")
    assert call_sync(node.id, Remove(room, uuid4())) is None
    assert call_sync(node.id, Remove(uuid4(), uuid4())) == Refused("not_here")
    bad = Admit(room, 1, uuid4(), uuid4(), "watch", "v=0\r\n")
    assert call_sync(node.id, bad) == Refused("bad_offer", "no m-line")
    early = Admit(room, 2, uuid4(), uuid4(), "watch", "v=0\r\n")
    assert call_sync(node.id, early) == Refused("not_here")
    assert call_sync(node.id, Close(room)) is None


async def test_many_may_ask_at_the_same_time(media: MediaProcess) -> None:
    (node,) = await control.live_nodes()
    asked = [control.call(node.id, Create(uuid4(), 1, 2, 3)) for _ in range(100)]
    assert await asyncio.gather(*asked) == [None] * 100


async def test_answers_are_never_mixed_up_also_after_time_outs(media: MediaProcess) -> None:
    (node,) = await control.live_nodes()
    here = uuid4()
    assert await control.call(node.id, Create(here, 1, 2, 3)) is None

    async def ask(number: int) -> None:
        if number % 3 == 0:
            with pytest.raises(MediaSilent):
                await control.call(uuid4(), Close(here), timeout=0.05)
        elif number % 3 == 1:
            assert await control.call(node.id, Remove(here, uuid4()), timeout=30) is None
        else:
            refused = await control.call(node.id, Remove(uuid4(), uuid4()), timeout=30)
            assert refused == Refused("not_here")

    for _ in range(5):
        await asyncio.gather(*(ask(number) for number in range(60)))


def test_a_node_that_is_not_there_is_silent() -> None:
    began = time.monotonic()
    with pytest.raises(MediaSilent):
        call_sync(uuid4(), Close(uuid4()), timeout=0.3)
    assert time.monotonic() - began < 2


async def test_what_cannot_be_read_is_skipped(media: MediaProcess) -> None:
    (node,) = await control.live_nodes()
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        for garbage in (b"", b"\xc1", b"\x93\xa1a\xa1b\xa1c", msgspec.msgpack.encode([1] * 1000)):
            store.rpush(control.list_key(node.id), garbage)
    assert await control.call(node.id, Close(uuid4())) is None


def test_a_killed_process_that_comes_back_has_its_rooms_again_within_five_seconds(
    media: MediaProcess, hints: Any
) -> None:
    (node,) = live_nodes()
    room = make_room(node.id, epoch=3)
    assert call_sync(node.id, Create(room.id, 3, 2, 3)) is None
    began = time.monotonic()
    media.kill()
    media.restart()
    moved = hints("media.moved", 30.0)
    assert time.monotonic() - began < five_seconds()
    assert moved["topic"] == f"room:{room.id}"
    assert moved["data"] == {"epoch": 4}
    room.refresh_from_db()
    assert (room.media_node, room.media_epoch) == (node.id, 4)
    assert call_sync(node.id, Create(room.id, 4, 2, 3)) is None
    assert call_sync(node.id, Create(room.id, 3, 2, 3)) == Refused("not_here")


def test_another_process_takes_the_rooms_of_a_dead_one_within_five_seconds(
    media: MediaProcess, tmp_path: Path, hints: Any
) -> None:
    (dead,) = live_nodes()
    room, over = make_room(dead.id, epoch=1), make_room(dead.id, "ended")
    untouched = make_room(None, "open")
    with running_media(tmp_path / "two"):
        (other,) = (node for node in wait_for_nodes(2) if node.id != dead.id)
        time.sleep(1.5)
        room.refresh_from_db()
        assert room.media_node == dead.id, "taken from one that lives"
        began = time.monotonic()
        media.kill()
        assert hints("media.moved", 30.0)["data"] == {"epoch": 2}
        assert time.monotonic() - began < five_seconds()
        for one in (room, over, untouched):
            one.refresh_from_db()
        assert (room.media_node, room.media_epoch) == (other.id, 2)
        assert (over.media_node, untouched.media_node) == (dead.id, None)


def test_a_room_that_another_process_has_now_is_let_go(media: MediaProcess) -> None:
    (node,) = live_nodes()
    room = make_room(node.id, epoch=1)
    assert call_sync(node.id, Create(room.id, 1, 2, 3)) is None
    room.media_epoch = 2
    room.save()
    deadline = time.monotonic() + 15
    while call_sync(node.id, Remove(room.id, uuid4())) is None:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_redis_that_was_restarted_costs_no_room(media: MediaProcess, tmp_path: Path) -> None:
    if engines.VALKEY is None:
        pytest.skip("Redis was given")
    with running_media(tmp_path / "two"):
        first, second = wait_for_nodes(2)
        rooms = [make_room(first.id), make_room(second.id)]
        with redis.Redis.from_url(settings.REDIS_URL) as store:
            store.flushall()
        time.sleep(3)
        for room, node in zip(rooms, (first, second), strict=True):
            room.refresh_from_db()
            assert (room.media_node, room.media_epoch) == (node.id, 0)
        assert {node.id for node in wait_for_nodes(2)} == {first.id, second.id}


def test_a_lost_connection_to_the_database_is_made_anew(media: MediaProcess) -> None:
    (node,) = live_nodes()
    time.sleep(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'hub media' AND datname = current_database()"
        )
        assert cursor.rowcount >= 1
    room = make_room(uuid4(), epoch=1)
    deadline = time.monotonic() + 30
    while room.media_node != node.id:
        assert time.monotonic() < deadline
        time.sleep(0.2)
        room.refresh_from_db()
    assert room.media_epoch == 2


def test_asked_to_end_it_ends_cleanly_and_is_gone_at_once(media: MediaProcess) -> None:
    assert media.stop() == 0
    assert live_nodes() == []
    assert "Traceback" not in media.log


def test_a_taken_port_is_said_in_a_sentence(media: MediaProcess, tmp_path: Path) -> None:
    with running_media(tmp_path / "two", MEDIA_PORT=str(media.port)) as second:
        assert second.process.wait(60) == 1
        assert f"cannot start: UDP port {media.port}" in second.log
        assert "Traceback" not in second.log


def test_an_address_that_is_not_this_machines_is_said_in_a_sentence(tmp_path: Path) -> None:
    with running_media(tmp_path / "one", MEDIA_BIND="203.0.113.9") as wrong:
        assert wrong.process.wait(60) == 1
        assert f"cannot start: UDP port {wrong.port} at 203.0.113.9" in wrong.log


def test_an_address_that_is_none_is_said_in_a_sentence(tmp_path: Path) -> None:
    with running_media(tmp_path / "one", MEDIA_ADVERTISE="media.example.org") as wrong:
        assert wrong.process.wait(60) == 1
        assert "MEDIA_ADVERTISE" in wrong.log
        assert "Traceback" not in wrong.log


def test_figures_are_served_on_loopback(tmp_path: Path) -> None:
    port = free_ports(1)
    with running_media(tmp_path / "one", MEDIA_METRICS_PORT=str(port)):
        (node,) = wait_for_nodes(1)
        assert call_sync(node.id, Create(uuid4(), 1, 2, 3)) is None
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            text = answer.read().decode()
    assert "media_rooms 1.0" in text
    assert 'media_commands_total{command="create",outcome="done"} 1.0' in text


def test_the_management_command_is_the_same_process(tmp_path: Path) -> None:
    with running_media(tmp_path / "one", command=("manage.py", "media")) as media:
        wait_for_nodes(1)
        assert media.stop() == 0
