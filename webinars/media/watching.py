"""Who watches a room, and with which receive slots."""

from uuid import UUID

from webinars.media import answers, negotiation
from webinars.media.answers import Ours
from webinars.media.connections import Connection
from webinars.media.negotiation import Chosen, VideoCodec
from webinars.media.offers import Offer
from webinars.media.types import SlotParams, Stage, Viewer

Slots = dict[str, tuple[SlotParams, Chosen]]


class Watching:
    def __init__(self, stage: Stage, *, audio_slots: int, video_slots: int) -> None:
        self._stage = stage
        self._audio_slots = audio_slots
        self._video_slots = video_slots
        #: By connection, then by mid.
        self._slots: dict[UUID, Slots] = {}

    def answer(self, offer: Offer, connection: Connection, *, ours: Ours, video: VideoCodec) -> str:
        """Give a slot to each m-line that there is one for. Raises `BadOffer`."""
        slots = negotiation.slots(
            offer, audio=self._audio_slots, video_slots=self._video_slots, video=video
        )
        before = self._slots.get(connection.id)
        if before is not None and _same(before, slots):
            slots = before
        answer = answers.watch_answer(offer, slots, ours, cname=str(connection.id), video=video)
        if slots is not before:
            # New SSRCs: under one key, an SSRC's sequence numbers never start again.
            self._slots[connection.id] = slots
            if connection.sessions is not None:
                self._stage.remove_viewer(connection.id)
                self.ready(connection)
        return answer

    def ready(self, connection: Connection) -> None:
        """Its handshake is done."""
        sessions, path = connection.sessions, connection.agent.selected
        if sessions is None or path is None:
            return
        self._stage.add_viewer(
            Viewer(
                connection=connection.id,
                participant=connection.participant,
                slots=[params for params, _ in self._slots[connection.id].values()],
                outbound=sessions.outbound,
                sock=path.port.sock,
                address=path.address,
                gcm=sessions.gcm,
            )
        )

    def moved(self, connection: Connection) -> None:
        """It nominated another address."""
        path = connection.agent.selected
        if path is not None:
            self._stage.move_viewer(connection.id, path.port.sock, path.address)

    def ended(self, connection: Connection) -> None:
        self._slots.pop(connection.id, None)
        if connection.sessions is not None:
            self._stage.remove_viewer(connection.id)


def _same(one: Slots, other: Slots) -> bool:
    return list(one) == list(other) and all(
        (a.kind, a.slot, a.codecs, a.extensions) == (b.kind, b.slot, b.codecs, b.extensions)
        for (a, _), (b, _) in zip(one.values(), other.values(), strict=True)
    )
