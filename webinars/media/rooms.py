"""A room as the media process has it: who may publish what, and who is connected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import structlog

from webinars.media import answers, offers
from webinars.media.addresses import Candidate
from webinars.media.answers import Chosen, Ours, VideoCodec
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
from webinars.media.types import IncomingTrack, SlotParams, Stage, Viewer

log = structlog.get_logger(__name__)

#: Connections of one participant; the oldest ends for the next one.
CONNECTIONS_EACH: Final = 12
#: How long somebody who was removed is refused: what they asked before may still be on its way.
REMOVED_SECONDS: Final = 5.0
#: Failures of the forwarding that are written out; the others are only counted.
_FAILURES_TOLD: Final = 20


@dataclass(slots=True)
class Published:
    """What one m-line of a publisher was answered with. `live`: the stage has it."""

    track: IncomingTrack
    chosen: Chosen
    live: bool = False


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
    #: A stage has something to flush.
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
    _may: dict[UUID, frozenset[Source]] = field(default_factory=dict)
    _published: dict[UUID, dict[str, Published]] = field(default_factory=dict)
    _watched: dict[UUID, dict[str, tuple[SlotParams, Chosen]]] = field(default_factory=dict)
    _muted: set[tuple[UUID, Source]] = field(default_factory=set)
    _removed: dict[UUID, float] = field(default_factory=dict)
    _failures: int = 0
    _counted: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        emit = self.house.emit
        self.stage: Stage = self.house.new_stage(
            audio_slots=self.audio_slots,
            video_slots=self.video_slots,
            on_slots=lambda slots: emit(SlotsChanged(self.id, self.epoch, slots)),
            on_speaking=lambda speaking: emit(Levels(self.id, list(speaking))),
            on_lines=lambda lines: emit(Lines(self.id, dict(lines))),
        )
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
            connection, answer = self._answer(ask, offer, now)
        except offers.BadOffer as bad:
            log.info("media_bad_offer", room=str(self.id), reason=str(bad))
            return Refused("bad_offer", str(bad))
        self.house.known(connection)
        return Answered(answer, self.epoch, self.stage.slots())

    def allow(self, participant: UUID, may_publish: frozenset[Source]) -> None:
        """At once: what was answered and is allowed again goes on, what is not ends."""
        self._may[participant] = may_publish
        for connection in self._of(participant):
            for mid, published in self._published.get(connection.id, {}).items():
                if published.track.source not in may_publish:
                    self._take_off(connection, mid, published)
                else:
                    self._put_on(connection, published)

    def mute(self, participant: UUID, source: Source, muted: bool) -> None:
        (self._muted.add if muted else self._muted.discard)((participant, source))
        self.stage.set_muted(participant, source, muted)

    def pin(self, participant: UUID | None, source: Source) -> None:
        self.stage.pin(participant, source)

    def remove(self, participant: UUID, connection: UUID | None, now: float) -> None:
        if connection is None:
            self._removed[participant] = now + REMOVED_SECONDS
        for found in list(self._of(participant)):
            if connection in (None, found.id):
                self._end(found, "removed")

    def close(self) -> None:
        for connection in list(self.connections.values()):
            self._end(connection, "room_closed")
        self._count()

    def look_after(self, now: float) -> None:
        """Called each second."""
        for connection in list(self.connections.values()):
            connection.look_after(now)
        self._count()

    # --- answering --------------------------------------------------------------------------------

    def _answer(self, ask: Admit, offer: offers.Offer, now: float) -> tuple[Connection, str]:
        known = self.connections.get(ask.connection)
        if known is not None and (known.participant, known.purpose) != (
            ask.participant,
            ask.purpose,
        ):
            raise offers.BadOffer("connection of somebody else")
        if known is not None and not known.same_browser(offer):
            self._end(known, "replaced")
            known = None
        if ask.purpose == "publish":
            self._may[ask.participant] = ask.may_publish
        if known is None:
            connection = Connection(
                id=ask.connection,
                participant=ask.participant,
                purpose=ask.purpose,
                offer=offer,
                certificate=self.house.certificates.current(),
                told=self._told,
                now=now,
            )
        else:
            connection = known
        restarted = known is not None and known.reoffered(offer)
        try:
            answer = (
                self._answer_publisher(ask, offer, connection)
                if ask.purpose == "publish"
                else self._answer_viewer(offer, connection)
            )
        except offers.BadOffer:
            if known is None:
                connection.close()
            raise
        if known is None:
            self._make_room_for(connection)
            self.connections[connection.id] = connection
            CONNECTIONS.labels(connection.purpose).inc()
        elif restarted:
            log.info("media_ice_restarted", connection=str(connection.id))
        if connection.sessions is not None and ask.purpose == "publish":
            self.allow(ask.participant, ask.may_publish)
        return connection, answer

    def _answer_publisher(self, ask: Admit, offer: offers.Offer, connection: Connection) -> str:
        video = self.house.video
        accepted = answers.tracks(offer, ask.sources, ask.may_publish, video=video)
        answer = answers.publish_answer(offer, accepted, self._ours(connection), video=video)
        before = self._published.get(connection.id, {})
        after: dict[str, Published] = {}
        for section in offer.sections:
            if section.mid not in accepted:
                continue
            source, chosen = accepted[section.mid]
            track = IncomingTrack(
                connection=connection.id,
                participant=connection.participant,
                source=source,
                kind=answers.SOURCE_KINDS[source],
                mid=section.mid,
                codecs={},
                send_rtcp=connection.send_rtcp,
            )
            answers.incoming(section, chosen, track)
            old = before.get(section.mid)
            if old is not None and _same(old.track, track):
                after[section.mid] = old
            else:
                after[section.mid] = Published(track, chosen)
                # Somebody who muted, left, and comes back with a page that knows nothing of it.
                self._muted.discard((connection.participant, source))
        for mid, published in before.items():
            if after.get(mid) is not published:
                self._take_off(connection, mid, published)
        self._published[connection.id] = after
        return answer

    def _answer_viewer(self, offer: offers.Offer, connection: Connection) -> str:
        video = self.house.video
        accepted = answers.slots(
            offer, audio=self.audio_slots, video_slots=self.video_slots, video=video
        )
        before = self._watched.get(connection.id)
        if before is not None and _same_slots(before, accepted):
            accepted = before
        answer = answers.watch_answer(
            offer, accepted, self._ours(connection), cname=str(connection.id), video=video
        )
        if accepted is not before:
            # New SSRCs: under one key, an SSRC's sequence numbers never start again.
            self._watched[connection.id] = accepted
            if connection.sessions is not None:
                self.stage.remove_viewer(connection.id)
                self._ready(connection)
        return answer

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
            self.allow(connection.participant, self._may.get(connection.participant, frozenset()))
            return
        sessions, path = connection.sessions, connection.agent.selected
        if sessions is not None and path is not None:
            self.stage.add_viewer(
                Viewer(
                    connection=connection.id,
                    participant=connection.participant,
                    slots=[params for params, _ in self._watched[connection.id].values()],
                    outbound=sessions.outbound,
                    sock=path.port.sock,
                    address=path.address,
                    gcm=sessions.gcm,
                )
            )
            self.house.touched(self)

    def _moved(self, connection: Connection) -> None:
        path = connection.agent.selected
        if connection.purpose == "watch" and path is not None:
            self.stage.move_viewer(connection.id, path.port.sock, path.address)

    def _ended(self, connection: Connection, reason: str) -> None:
        """It is closed already."""
        if self.connections.pop(connection.id, None) is None:
            return
        if connection.purpose == "watch":
            self._watched.pop(connection.id, None)
            if connection.sessions is not None:
                self.stage.remove_viewer(connection.id)
        for mid, published in self._published.pop(connection.id, {}).items():
            self._take_off(connection, mid, published)
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
        self.house.touched(self)

    def _rtcp(self, connection: Connection, packet: bytes, now: float) -> None:
        try:
            if connection.purpose == "publish":
                self.stage.on_publisher_rtcp(connection.id, packet, now)
            else:
                self.stage.on_viewer_rtcp(connection.id, packet, now)
        except Exception:
            self._failed("rtcp")
        self.house.touched(self)

    # --- inside -----------------------------------------------------------------------------------

    def _count(self) -> None:
        """Add to /metrics what the stage counted since."""
        for kind, count in self.stage.counters.items():
            FORWARDING.labels(kind).inc(count - self._counted.get(kind, 0))
            self._counted[kind] = count

    def _failed(self, what: str) -> None:
        """One packet that trips the forwarding must not cost the others theirs."""
        drop("forwarding_failed")
        self._failures += 1
        if self._failures <= _FAILURES_TOLD:
            log.exception("media_forwarding_failed", room=str(self.id), what=what)

    def _of(self, participant: UUID) -> Iterator[Connection]:
        return (c for c in list(self.connections.values()) if c.participant == participant)

    def _end(self, connection: Connection, reason: str) -> None:
        connection.close()
        self._ended(connection, reason)

    def _put_on(self, connection: Connection, published: Published) -> None:
        if published.live or connection.sessions is None:
            return
        source = published.track.source
        # Coming back over a new connection, one's old one may not have been missed yet.
        for other in self._of(connection.participant):
            others = self._published.get(other.id, {})
            for mid, old in list(others.items()):
                if other is not connection and old.live and old.track.source == source:
                    self._take_off(other, mid, old)
                    del others[mid]
        self.stage.add_track(published.track)
        published.live = True
        if (connection.participant, source) in self._muted:
            self.stage.set_muted(connection.participant, source, True)

    def _take_off(self, connection: Connection, mid: str, published: Published) -> None:
        if published.live:
            published.live = False
            self.stage.remove_track(connection.id, mid)


def _same(one: IncomingTrack, other: IncomingTrack) -> bool:
    """Whether the stage can go on with it. It may have learnt an SSRC that was not announced."""
    return (
        (one.source, one.codecs, one.extensions) == (other.source, other.codecs, other.extensions)
        and other.ssrc in (None, one.ssrc)
        and other.rtx_ssrc in (None, one.rtx_ssrc)
    )


def _same_slots(
    one: dict[str, tuple[SlotParams, Chosen]], other: dict[str, tuple[SlotParams, Chosen]]
) -> bool:
    return list(one) == list(other) and all(
        (a.kind, a.slot, a.codecs, a.extensions) == (b.kind, b.slot, b.codecs, b.extensions)
        for (a, _), (b, _) in zip(one.values(), other.values(), strict=True)
    )
