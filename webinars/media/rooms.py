"""A room as the media process has it: who is connected, and what becomes of their packets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import structlog

from webinars.media import offers
from webinars.media.addresses import Candidate
from webinars.media.answers import Ours
from webinars.media.connections import Connection, Told
from webinars.media.contract import (
    Admit,
    Answered,
    AnyEvent,
    Gone,
    Levels,
    Lines,
    Refused,
    SlotsChanged,
    Source,
)
from webinars.media.dtls import Certificates, fingerprint
from webinars.media.metrics import CONNECTIONS, ENDED, FORWARDING, drop
from webinars.media.negotiation import VideoCodec
from webinars.media.offers import BadOffer, Offer
from webinars.media.publishing import Publishing
from webinars.media.types import Stage
from webinars.media.watching import Watching

log = structlog.get_logger(__name__)

#: Connections of one participant; the oldest ends for the next one.
CONNECTIONS_EACH: Final = 12
#: How long somebody who was removed is refused: what they asked before may still be on its way.
REMOVED_SECONDS: Final = 5.0
#: Failures of the forwarding that are written out; the others are only counted.
_FAILURES_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class House:
    """What all rooms of a process share."""

    candidates: tuple[Candidate, ...]
    certificates: Certificates
    video: VideoCodec
    emit: Callable[[AnyEvent], None]
    #: A connection got (new) credentials; it is gone.
    known: Callable[[Connection], None]
    forget: Callable[[Connection], None]
    #: A stage has something to flush; once, until the node takes `touched` back.
    touched: Callable[["Room"], None]
    new_stage: Callable[..., Stage]


@dataclass
class Room:
    """Everything is called from the event loop; times are `time.monotonic()`."""

    id: UUID
    epoch: int
    audio_slots: int
    video_slots: int
    house: House
    connections: dict[UUID, Connection] = field(default_factory=dict)
    #: The node knows that the stage has something to flush.
    touched: bool = False
    _removed: dict[UUID, float] = field(default_factory=dict)
    _failures: int = 0
    _counted: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        emit, audio, video = self.house.emit, self.audio_slots, self.video_slots
        self.stage: Stage = self.house.new_stage(
            audio_slots=audio,
            video_slots=video,
            on_slots=lambda slots: emit(SlotsChanged(self.id, self.epoch, slots)),
            on_speaking=lambda speaking: emit(Levels(self.id, list(speaking))),
            on_lines=lambda lines: emit(Lines(self.id, dict(lines))),
        )
        self._publishing = Publishing(self.stage, self._of)
        self._watching = Watching(self.stage, audio_slots=audio, video_slots=video)
        self._told = Told(
            ready=self._ready,
            moved=self._moved,
            ended=self._ended,
            rtp=self._rtp,
            rtcp=self._rtcp,
        )

    # --- what is asked of it ----------------------------------------------------------------------

    def admit(self, ask: Admit, now: float) -> Answered | Refused:
        if self._removed.get(ask.participant, now) > now:
            return Refused("not_allowed", "removed")
        try:
            offer = offers.parse(ask.sdp)
            known = self._known(ask, offer)
            connection = known or self._new(ask, offer, now)
            restarted = connection.reoffered(offer)
            answer = self._answer(ask, offer, connection)
        except BadOffer as bad:
            log.info("media_bad_offer", room=str(self.id), reason=str(bad))
            return Refused("bad_offer", str(bad))
        if known is None:
            self._make_room_for(connection)
            self.connections[connection.id] = connection
            CONNECTIONS.labels(connection.purpose).inc()
        elif restarted:
            log.info("media_ice_restarted", connection=str(connection.id))
        self.house.known(connection)
        return Answered(answer, self.epoch, self.stage.slots())

    def allow(self, participant: UUID, may_publish: frozenset[Source]) -> None:
        self._publishing.allow(participant, may_publish)

    def mute(self, participant: UUID, source: Source, muted: bool) -> None:
        self._publishing.mute(participant, source, muted)

    def pin(self, participant: UUID | None, source: Source) -> None:
        self.stage.pin(participant, source)

    def remove(self, participant: UUID, connection: UUID | None, now: float) -> None:
        if connection is None:
            self._removed[participant] = now + REMOVED_SECONDS
        for found in self._of(participant):
            if connection in (None, found.id):
                self._end(found, "removed")

    def readmit(self, participant: UUID) -> None:
        self._removed.pop(participant, None)

    def close(self) -> None:
        for connection in list(self.connections.values()):
            self._end(connection, "room_closed")
        self._count()

    def touch(self) -> None:
        """Have the stage flushed, once all that came with it is read."""
        if not self.touched:
            self.touched = True
            self.house.touched(self)

    def look_after(self, now: float) -> None:
        """Called each second."""
        for connection in list(self.connections.values()):
            connection.look_after(now)
        self._count()

    # --- answering --------------------------------------------------------------------------------

    def _known(self, ask: Admit, offer: Offer) -> Connection | None:
        """The connection that offers again. Another browser under its id replaces it."""
        known = self.connections.get(ask.connection)
        if known is None:
            return None
        if (known.participant, known.purpose) != (ask.participant, ask.purpose):
            raise BadOffer("connection of somebody else")
        if not known.same_browser(offer):
            self._end(known, "replaced")
            return None
        return known

    def _new(self, ask: Admit, offer: Offer, now: float) -> Connection:
        return Connection(
            id=ask.connection,
            participant=ask.participant,
            purpose=ask.purpose,
            offer=offer,
            certificate=self.house.certificates.current(),
            told=self._told,
            now=now,
        )

    def _answer(self, ask: Admit, offer: Offer, connection: Connection) -> str:
        ours, video = self._ours(connection), self.house.video
        if ask.purpose == "watch":
            return self._watching.answer(offer, connection, ours=ours, video=video)
        return self._publishing.answer(
            offer,
            connection,
            sources=ask.sources,
            may_publish=ask.may_publish,
            muted=ask.muted,
            ours=ours,
            video=video,
        )

    def _ours(self, connection: Connection) -> Ours:
        connection.answers += 1
        return Ours(
            credentials=connection.agent.credentials,
            fingerprint=fingerprint(connection.certificate),
            candidates=self.house.candidates,
            session=connection.session,
            version=connection.answers,
        )

    def _make_room_for(self, new: Connection) -> None:
        mine = sorted(self._of(new.participant), key=lambda known: known.opened_at)
        for oldest in mine[: max(0, len(mine) - CONNECTIONS_EACH + 1)]:
            self._end(oldest, "too_many")

    # --- what connections tell --------------------------------------------------------------------

    def _ready(self, connection: Connection) -> None:
        if connection.purpose == "publish":
            self._publishing.ready(connection)
        else:
            self._watching.ready(connection)
        self.touch()

    def _moved(self, connection: Connection) -> None:
        if connection.purpose == "watch":
            self._watching.moved(connection)

    def _ended(self, connection: Connection, reason: str) -> None:
        """It is closed already."""
        if self.connections.pop(connection.id, None) is None:
            return
        if connection.purpose == "publish":
            self._publishing.ended(connection)
        else:
            self._watching.ended(connection)
        self.house.forget(connection)
        CONNECTIONS.labels(connection.purpose).dec()
        ENDED.labels(reason).inc()
        log.info("media_ended", connection=str(connection.id), reason=reason)
        if reason != "replaced":
            self.house.emit(
                Gone(self.id, connection.participant, connection.id, connection.purpose)
            )

    def _rtp(self, connection: Connection, packet: bytes, now: float) -> None:
        try:
            self.stage.on_rtp(connection.id, packet, now)
        except Exception:
            self._failed("rtp")
        self.touch()

    def _rtcp(self, connection: Connection, packet: bytes, now: float) -> None:
        try:
            if connection.purpose == "publish":
                self.stage.on_publisher_rtcp(connection.id, packet, now)
            else:
                self.stage.on_viewer_rtcp(connection.id, packet, now)
        except Exception:
            self._failed("rtcp")
        self.touch()

    # --- inside -----------------------------------------------------------------------------------

    def _of(self, participant: UUID) -> list[Connection]:
        return [one for one in self.connections.values() if one.participant == participant]

    def _end(self, connection: Connection, reason: str) -> None:
        connection.close()
        self._ended(connection, reason)

    def _failed(self, what: str) -> None:
        """One packet that trips the forwarding must not cost the others theirs."""
        drop("forwarding_failed")
        self._failures += 1
        if self._failures <= _FAILURES_TOLD:
            log.exception("media_forwarding_failed", room=str(self.id), what=what)

    def _count(self) -> None:
        """Add to /metrics what the stage counted since."""
        for kind, count in self.stage.counters.items():
            FORWARDING.labels(kind).inc(count - self._counted.get(kind, 0))
            self._counted[kind] = count
