"""What the people in a room publish: what they may, what was answered, and what the stage has."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from webinars.media import answers, negotiation
from webinars.media.answers import Ours
from webinars.media.connections import Connection
from webinars.media.contract import Source
from webinars.media.negotiation import Chosen, VideoCodec
from webinars.media.offers import Offer
from webinars.media.types import IncomingTrack, Stage


@dataclass(slots=True)
class Published:
    """What one m-line was answered with. `live`: the stage has it."""

    track: IncomingTrack
    chosen: Chosen
    live: bool = False


class Publishing:
    """`connections_of` gives all connections of a participant."""

    def __init__(
        self, stage: Stage, connections_of: Callable[[UUID], Iterable[Connection]]
    ) -> None:
        self._stage = stage
        self._connections_of = connections_of
        self._may: dict[UUID, frozenset[Source]] = {}
        #: By connection and mid.
        self._published: dict[UUID, dict[str, Published]] = {}
        self._muted: set[tuple[UUID, Source]] = set()

    def answer(
        self,
        offer: Offer,
        connection: Connection,
        *,
        sources: dict[str, Source],
        may_publish: frozenset[Source],
        muted: frozenset[Source] = frozenset(),
        ours: Ours,
        video: VideoCodec,
    ) -> str:
        """Take what may be published, end what is not offered any more. Raises `BadOffer`."""
        accepted = negotiation.tracks(offer, sources, may_publish, video=video)
        answer = answers.publish_answer(offer, accepted, ours, video=video)
        self._may[connection.participant] = may_publish
        before = self._published.get(connection.id, {})
        after: dict[str, Published] = {}
        for section in offer.sections:
            if section.mid in accepted:
                source, chosen = accepted[section.mid]
                track = _track(connection, source, section.mid)
                negotiation.incoming(section, chosen, track)
                after[section.mid] = self._kept_or_new(before.get(section.mid), track, chosen)
        for mid, published in before.items():
            if after.get(mid) is not published:
                self._take_off(connection, mid, published)
        self._published[connection.id] = after
        for source in muted:
            self.mute(connection.participant, source, True)
        self.allow(connection.participant, may_publish)
        return answer

    def allow(self, participant: UUID, may_publish: frozenset[Source]) -> None:
        """At once: what was answered and is allowed again goes on, what is not ends."""
        self._may[participant] = may_publish
        for connection in self._connections_of(participant):
            for mid, published in self._published.get(connection.id, {}).items():
                if published.track.source not in may_publish:
                    self._take_off(connection, mid, published)
                else:
                    self._put_on(connection, published)

    def mute(self, participant: UUID, source: Source, muted: bool) -> None:
        (self._muted.add if muted else self._muted.discard)((participant, source))
        self._stage.set_muted(participant, source, muted)

    def ready(self, connection: Connection) -> None:
        """Its handshake is done."""
        self.allow(connection.participant, self._may.get(connection.participant, frozenset()))

    def ended(self, connection: Connection) -> None:
        for mid, published in self._published.pop(connection.id, {}).items():
            self._take_off(connection, mid, published)

    def _kept_or_new(
        self, old: Published | None, track: IncomingTrack, chosen: Chosen
    ) -> Published:
        if old is not None and _same(old.track, track):
            return old
        # Somebody who muted, left, and comes back with a page that knows nothing of it.
        self._muted.discard((track.participant, track.source))
        return Published(track, chosen)

    def _put_on(self, connection: Connection, published: Published) -> None:
        if published.live or connection.sessions is None:
            return
        track = published.track
        self._supersede(connection, track.source)
        self._stage.add_track(track)
        published.live = True
        if (track.participant, track.source) in self._muted:
            self._stage.set_muted(track.participant, track.source, True)

    def _supersede(self, connection: Connection, source: Source) -> None:
        """Coming back over a new connection, one's old one may not have been missed yet."""
        for other in self._connections_of(connection.participant):
            published = self._published.get(other.id, {})
            for mid, old in list(published.items()):
                if other is not connection and old.live and old.track.source == source:
                    self._take_off(other, mid, old)
                    del published[mid]

    def _take_off(self, connection: Connection, mid: str, published: Published) -> None:
        if published.live:
            published.live = False
            self._stage.remove_track(connection.id, mid)


def _track(connection: Connection, source: Source, mid: str) -> IncomingTrack:
    return IncomingTrack(
        connection=connection.id,
        participant=connection.participant,
        source=source,
        kind=negotiation.SOURCE_KINDS[source],
        mid=mid,
        codecs={},
        send_rtcp=connection.send_rtcp,
    )


def _same(one: IncomingTrack, other: IncomingTrack) -> bool:
    """Whether the stage can go on with it. It may have learnt an SSRC that was not announced."""
    return (
        (one.source, one.codecs, one.extensions) == (other.source, other.codecs, other.extensions)
        and other.ssrc in (None, one.ssrc)
        and other.rtx_ssrc in (None, one.rtx_ssrc)
    )
