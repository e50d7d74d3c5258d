"""One media process: its rooms, its sockets, and what it is asked to do."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Final
from uuid import UUID

import structlog

from webinars.media import stun
from webinars.media.addresses import IP, Candidate
from webinars.media.connections import Connection
from webinars.media.contract import (
    Admit,
    Allow,
    Answered,
    AnyCommand,
    AnyEvent,
    Close,
    Create,
    Mute,
    Pin,
    Readmit,
    Refused,
    Remove,
)
from webinars.media.dtls import Certificates
from webinars.media.metrics import COMMANDS, LATE, ROOMS, STUN, drop
from webinars.media.negotiation import VideoCodec
from webinars.media.rooms import House, Room
from webinars.media.types import Address, Stage
from webinars.media.udp import Port, Wire

log = structlog.get_logger(__name__)

_LOOK_SECONDS: Final = 1.0
_LATE_SECONDS: Final = 0.05
#: A timer is not set anew for less.
_SAME_SECONDS: Final = 0.001
#: Slots that a room may be created with; a viewer's offer has an m-line for each.
_SLOTS_MOST: Final = 25
_NOT_HERE: Final = Refused("not_here")


class Node:
    """Everything happens in the event loop that `open` was called in."""

    def __init__(
        self,
        *,
        candidates: Iterable[Candidate],
        emit: Callable[[AnyEvent], None],
        new_stage: Callable[..., Stage],
        video: VideoCodec = "VP8",
        connections_most: int = 2000,
    ) -> None:
        self.rooms: dict[UUID, Room] = {}
        self.wire = Wire(on_stun=self._on_stun, after_batch=self._after_batch)
        self._connections_most = connections_most
        self._by_ufrag: dict[str, Connection] = {}
        self._ufrags: dict[Connection, set[str]] = {}
        self._dirty: list[Room] = []
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self._looked_at = 0.0
        self._house = House(
            candidates=tuple(candidates),
            certificates=Certificates(),
            video=video,
            emit=emit,
            known=self._known,
            forget=self._forget,
            touched=lambda room: self._dirty.append(room),
            new_stage=new_stage,
        )

    def open(self, ips: Iterable[IP], number: int) -> None:
        """Begin to listen. Raises OSError when the port is taken: then another process is us."""
        self.wire.open(ips, number)
        self._schedule()

    def close(self) -> None:
        """Say good-bye to everybody and stop listening."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for room in list(self.rooms.values()):
            self._drop_room(room)
        self.wire.close()

    @property
    def connections(self) -> int:
        return len(self._ufrags)

    # --- commands ---------------------------------------------------------------------------------

    def carry_out(self, command: AnyCommand) -> Answered | Refused | None:
        """Each is safe to carry out twice. None: done, and nothing to say."""
        outcome = self._carry_out(command)
        COMMANDS.labels(
            type(command).__name__.lower(),
            outcome.code if isinstance(outcome, Refused) else "done",
        ).inc()
        return outcome

    def _carry_out(self, command: AnyCommand) -> Answered | Refused | None:
        if isinstance(command, Create):
            return self._create(command)
        room = self.rooms.get(command.room)
        if room is None:
            # Of what is not here, nothing has to be closed.
            return None if isinstance(command, Close) else _NOT_HERE
        if isinstance(command, Admit):
            return self._admit(room, command)
        if isinstance(command, Allow):
            room.allow(command.participant, command.may_publish)
        elif isinstance(command, Mute):
            room.mute(command.participant, command.source, command.muted)
        elif isinstance(command, Pin):
            room.pin(command.participant, command.source)
        elif isinstance(command, Remove):
            room.remove(command.participant, command.connection, time.monotonic())
        elif isinstance(command, Readmit):
            room.readmit(command.participant)
        else:
            self._drop_room(room)
        return None

    def _create(self, command: Create) -> Refused | None:
        known = self.rooms.get(command.room)
        if known is not None:
            if command.epoch == known.epoch:
                return None
            if command.epoch < known.epoch:
                return _NOT_HERE
            self._drop_room(known)
        if not (
            0 <= command.audio_slots <= _SLOTS_MOST and 0 <= command.video_slots <= _SLOTS_MOST
        ):
            return Refused("full", "too many slots")
        self.rooms[command.room] = Room(
            id=command.room,
            epoch=command.epoch,
            audio_slots=command.audio_slots,
            video_slots=command.video_slots,
            house=self._house,
        )
        ROOMS.set(len(self.rooms))
        log.info("media_room_created", room=str(command.room), epoch=command.epoch)
        return None

    def _admit(self, room: Room, command: Admit) -> Answered | Refused:
        if command.epoch != room.epoch:
            return _NOT_HERE
        if (
            self.connections >= self._connections_most
            and command.connection not in room.connections
        ):
            return Refused("full")
        return room.admit(command, time.monotonic())

    def _drop_room(self, room: Room) -> None:
        room.close()
        self.rooms.pop(room.id, None)
        ROOMS.set(len(self.rooms))

    def leave(self, room: UUID) -> None:
        """Another process has it now."""
        known = self.rooms.get(room)
        if known is not None:
            log.warning("media_room_lost", room=str(room))
            self._drop_room(known)

    # --- the wire ---------------------------------------------------------------------------------

    def _on_stun(self, port: Port, data: bytes, address: Address, now: float) -> None:
        try:
            request = stun.parse_request(data)
        except stun.Malformed as malformed:
            drop(str(malformed))
            return
        connection = self._by_ufrag.get(request.ufrag)
        if connection is None:
            drop("stun_unknown")
        elif connection.on_check(port, data, request, address, now):
            STUN.inc()
            self._known(connection)

    def _after_batch(self, now: float) -> None:
        rooms, self._dirty = self._dirty, []
        for room in rooms:
            room.touched = False
            self._flush(room, now)
        self._schedule()

    @staticmethod
    def _flush(room: Room, now: float) -> None:
        try:
            room.stage.flush(now)
        except Exception:
            log.exception("media_flush_failed", room=str(room.id))

    def _tick(self) -> None:
        """What is due though nothing came."""
        now = time.monotonic()
        if now - self._due > _LATE_SECONDS:
            LATE.inc()
        look = now - self._looked_at >= _LOOK_SECONDS
        if look:
            self._looked_at = now
            self.wire.count()
        for room in list(self.rooms.values()):
            if room.connections and room.stage.due <= now:
                room.touch()
            if look:
                room.look_after(now)
        self._timer = None
        self._after_batch(now)

    def _schedule(self) -> None:
        """At what is due first. A room that somebody came into meanwhile is looked at with the
        next datagram, or with the look at everybody."""
        due = self._looked_at + _LOOK_SECONDS
        for room in self.rooms.values():
            if room.connections and room.stage.due < due:
                due = room.stage.due
        if self._timer is not None:
            if abs(due - self._due) < _SAME_SECONDS:
                return
            self._timer.cancel()
        self._due = due
        self._timer = asyncio.get_running_loop().call_at(due, self._tick)

    # --- who is who -------------------------------------------------------------------------------

    def _known(self, connection: Connection) -> None:
        """Have the table say what the connection's credentials are now."""
        agent = connection.agent
        current = {agent.credentials.ufrag} | ({agent.earlier.ufrag} if agent.earlier else set())
        before = self._ufrags.get(connection)
        if before == current:
            return
        for ufrag in (before or set()) - current:
            self._by_ufrag.pop(ufrag, None)
        for ufrag in current:
            self._by_ufrag[ufrag] = connection
        self._ufrags[connection] = current

    def _forget(self, connection: Connection) -> None:
        for ufrag in self._ufrags.pop(connection, set()):
            self._by_ufrag.pop(ufrag, None)
