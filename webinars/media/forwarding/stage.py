"""One room's forwarding: `webinars.media.types.Stage`."""

import secrets
import socket
from collections import Counter
from collections.abc import Callable
from math import inf
from uuid import UUID
from weakref import WeakKeyDictionary

from webinars.media.contract import SlotView, Source
from webinars.media.forwarding import lines, reports, rtcp, rtp
from webinars.media.forwarding.assignment import Pin, assigned
from webinars.media.forwarding.lanes import Lane
from webinars.media.forwarding.publication import Publication
from webinars.media.forwarding.publisher import Publisher
from webinars.media.forwarding.rtp import Malformed, Packet
from webinars.media.forwarding.seats import Numbers, Seat, Watcher
from webinars.media.forwarding.sending import Sender, best_sender
from webinars.media.forwarding.speakers import Speakers, Voice
from webinars.media.types import Address, Codec, IncomingTrack, Viewer

#: A publisher's packet may have so many bytes; with what is added it has to fit into a datagram.
LARGEST = 1400
SHORTEST_ASSIGNMENT = 0.25
#: Reports, feedback and time-outs are looked at so often (s), and when something that is missing is
#: to be asked for; a little earlier with other work: waking up costs more than a round.
ROUND = 0.05
EARLY = 0.01
#: While nobody publishes.
IDLE_ROUND = 0.25


class Stage:
    """See `webinars.media.types.Stage`. `counters` says what was dropped, and why."""

    def __init__(
        self,
        *,
        audio_slots: int,
        video_slots: int,
        on_slots: Callable[[list[SlotView]], None],
        on_speaking: Callable[[list[UUID]], None],
        on_lines: Callable[[dict[UUID, int]], None],
        sender: Sender | None = None,
    ) -> None:
        self.counters: Counter[str] = Counter()
        sender = sender or best_sender(self.counters)
        self._lanes: dict[str, list[Lane]] = {
            "audio": [Lane("audio", index, sender) for index in range(audio_slots)],
            "video": [Lane("video", index, sender) for index in range(video_slots)],
        }
        self._every_lane = self._lanes["audio"] + self._lanes["video"]
        self._lane_of: dict[Publication, Lane] = {}
        #: Those that are video and have a slot.
        self._pictures: list[Publication] = []
        #: Whether somebody has no slot, and may win one by speaking.
        self._outside = False
        self._on_slots = on_slots
        self._on_speaking = on_speaking
        self._on_lines = on_lines
        #: By connection, as a number: a UUID's hash is Python code, and wanted for each packet.
        self._publishers: dict[int, Publisher] = {}
        self._voices: dict[UUID, Voice] = {}
        self._watchers: dict[int, Watcher] = {}
        self._reports = reports.Turns(self._lane)
        self._numbers: WeakKeyDictionary[object, Numbers] = WeakKeyDictionary()
        self._pin: Pin = None
        self._said: list[SlotView] = []
        self._speakers = Speakers()
        self._ssrc = secrets.randbits(32)
        self._order = 0
        self._given_up = 0
        self._assignment_due = 0.0
        self._lines_due = 0.0
        self._round_due = 0.0
        self._now = 0.0
        self.due = 0.0

    # --- publishers -----------------------------------------------------------------------------

    def add_track(self, track: IncomingTrack) -> None:
        self._take_out(track.connection, track.mid)
        publisher = self._publishers.get(track.connection.int)
        if publisher is None:
            publisher = Publisher(track.send_rtcp, self._starts_anew)
            self._publishers[track.connection.int] = publisher
        voice = self._voices.setdefault(track.participant, Voice())
        publication = Publication(track, voice, self._order)
        self._order += 1
        publisher.add(publication)
        self.due = self._round_due = 0.0
        self._assign()

    def remove_track(self, connection: UUID, mid: str) -> None:
        if self._take_out(connection, mid):
            self._assign()

    def _take_out(self, connection: UUID, mid: str) -> bool:
        publisher = self._publishers.get(connection.int)
        publication = publisher.take_out(mid) if publisher else None
        if publisher is None or publication is None:
            return False
        if not publisher.publications:
            del self._publishers[connection.int]
        participant = publication.track.participant
        if all(p.track.participant != participant for p in self._publications()):
            self._voices.pop(participant, None)
        return True

    def set_muted(self, participant: UUID, source: Source, muted: bool) -> None:
        for publication in self._publications():
            track = publication.track
            if (track.participant, track.source) != (participant, source):
                continue
            if publication.muted == muted:
                continue
            publication.muted = muted
            if source == "microphone" and muted:
                publication.voice.stop()
            self._starts_anew(publication)
        self._assign()

    def _starts_anew(self, publication: Publication) -> None:
        """Its slot waits for a key frame, or for the first sound."""
        lane = self._lane_of.get(publication)
        if lane is not None:
            lane.stop()

    def pin(self, participant: UUID | None, source: Source) -> None:
        self._pin = None if participant is None else (participant, source)
        self._assign()

    def _publications(self) -> list[Publication]:
        return [p for each in self._publishers.values() for p in each.publications.values()]

    # --- slots ----------------------------------------------------------------------------------

    def slots(self) -> list[SlotView]:
        return [
            SlotView(
                kind=lane.kind,
                slot=lane.index,
                participant=lane.publication.track.participant,
                source=lane.publication.track.source,
                muted=lane.publication.muted,
            )
            for lane in self._every_lane
            if lane.publication is not None
        ]

    def _assign(self) -> None:
        self._assignment_due = self._now + SHORTEST_ASSIGNMENT
        everything = self._publications()
        for kind, lanes in self._lanes.items():
            publications = [p for p in everything if p.track.kind == kind]
            current = [lane.publication for lane in lanes]
            wanted = assigned(current, publications, self._pin, self._now)
            for lane, publication in zip(lanes, wanted, strict=True):
                lane.carry(publication)
        self._lane_of = {
            lane.publication: lane for lane in self._every_lane if lane.publication is not None
        }
        self._pictures = [p for p in self._lane_of if p.track.kind == "video"]
        self._outside = len(everything) > len(self._lane_of)
        slots = self.slots()
        if slots != self._said:
            self._said = slots
            self._on_slots(slots)

    # --- viewers --------------------------------------------------------------------------------

    def add_viewer(self, viewer: Viewer) -> None:
        """Raises ValueError when two of its slots have one SSRC: under one key that is unsafe."""
        ssrcs = [s for p in viewer.slots for s in (p.ssrc, p.rtx_ssrc) if s is not None]
        if len(set(ssrcs)) != len(ssrcs):
            raise ValueError("a viewer's SSRCs have to differ")
        self.remove_viewer(viewer.connection)
        numbers = self._numbers.setdefault(viewer.outbound, Numbers())
        watcher = Watcher(viewer, numbers, joined_at=self._now, heard_at=self._now)
        self._watchers[viewer.connection.int] = watcher
        for params in viewer.slots:
            lanes = self._lanes[params.kind]
            if params.slot < len(lanes):
                seat = Seat(watcher, params)
                watcher.seats.append(seat)
                watcher.by_ssrc[params.ssrc] = seat
                lanes[params.slot].add(seat)
        self._reports.add(watcher, self._now)
        self._ask_wanted()

    def move_viewer(self, connection: UUID, sock: socket.socket, address: Address) -> None:
        watcher = self._watchers.get(connection.int)
        if watcher is None:
            return
        watcher.viewer.sock, watcher.viewer.address = sock, address
        watcher.gso = True
        self._regroup(watcher)

    def _regroup(self, watcher: Watcher) -> None:
        for seat in watcher.seats:
            self._lane(seat).regroup(seat)

    def remove_viewer(self, connection: UUID) -> None:
        watcher = self._watchers.pop(connection.int, None)
        if watcher is None:
            return
        watcher.gone = True
        for seat in watcher.seats:
            self._lane(seat).remove(seat)

    def _lane(self, seat: Seat) -> Lane:
        return self._lanes[seat.params.kind][seat.params.slot]

    # --- packets --------------------------------------------------------------------------------

    def on_rtp(self, connection: UUID, packet: bytes, now: float) -> None:
        self._now = now
        publisher = self._publishers.get(connection.int)
        if publisher is None:
            self.counters["no_track"] += 1
            return
        if len(packet) > LARGEST:
            self.counters["too_large"] += 1
            return
        try:
            self._take(publisher, rtp.parse(packet), now)
        except Malformed:
            self.counters["malformed_rtp"] += 1

    def _take(self, publisher: Publisher, packet: Packet, now: float) -> None:
        found = publisher.find(packet)
        if found is None:
            self.counters["no_track"] += 1
            return
        publication, is_rtx = found
        publication.heard_at = now
        extensions = packet.extensions
        value = extensions.get(publication.transport_id)
        if value is not None and len(value) >= 2:
            publisher.feedback.take(value[0] << 8 | value[1], now)
        if is_rtx:
            self._recover(publication, packet, now)
            return
        level = extensions.get(publication.level_id)
        if level and not publication.muted:
            publication.voice.take(level[0] & 0x7F, now)
        self._forward(publication, packet, now, recovered=False)

    def _recover(self, publication: Publication, packet: Packet, now: float) -> None:
        """What comes again, by RTX."""
        codec, ssrc = publication.rtx.get(packet.pt), publication.track.ssrc
        if codec is not None and ssrc is not None:
            restored = rtp.original(packet, pt=codec.pt, ssrc=ssrc)
            if restored is not None:
                self._forward(publication, restored, now, recovered=True)

    def _forward(
        self, publication: Publication, packet: Packet, now: float, *, recovered: bool
    ) -> None:
        codec: Codec | None = publication.codec(packet.pt)
        if codec is None:
            self.counters["unknown_payload"] += 1
            return
        inbound = publication.inbound
        if recovered:
            number = inbound.recover(packet.seq, now)
        else:
            number = inbound.arrive(packet.seq, packet.timestamp, now)
        if number is None:
            self.counters["doubled"] += 1
            return
        if inbound.broken:
            publication.key_frames.want()
        publication.octets += len(packet.payload)
        lane = self._lane_of.get(publication)
        if publication.muted:
            self.counters["muted"] += 1
        elif lane is not None and not lane.take(packet, number, codec, now):
            self.counters["not_started"] += 1

    # --- RTCP -----------------------------------------------------------------------------------

    def on_publisher_rtcp(self, connection: UUID, packet: bytes, now: float) -> None:
        self._now = now
        publisher = self._publishers.get(connection.int)
        if publisher is None:
            self.counters["no_track"] += 1
            return
        try:
            said = rtcp.parse(packet)
        except Malformed:
            self.counters["malformed_rtcp"] += 1
            return
        publisher.heard(said.senders, now)

    def on_viewer_rtcp(self, connection: UUID, packet: bytes, now: float) -> None:
        self._now = now
        watcher = self._watchers.get(connection.int)
        if watcher is None:
            self.counters["no_viewer"] += 1
            return
        if not watcher.listening.take(now):
            self.counters["rtcp_flood"] += 1
            return
        try:
            said = rtcp.parse(packet)
        except Malformed:
            self.counters["malformed_rtcp"] += 1
            return
        watcher.heard_at = now
        if said.remb is not None:
            watcher.remb = said.remb
        if said.reports:
            watcher.lost += (max([report.lost for report in said.reports]) - watcher.lost) / 2
        for ssrc, lost in said.nacks:
            seat = watcher.by_ssrc.get(ssrc)
            if seat is not None:
                self.counters["asked_again"] += len(lost)
                seat.retransmit(lost, now)
        for ssrc in said.key_frames:
            seat = watcher.by_ssrc.get(ssrc)
            publication = self._lane(seat).publication if seat is not None else None
            if seat is not None and publication is not None and seat.key_frames.take(now):
                publication.key_frames.want()

    # --- time -----------------------------------------------------------------------------------

    def flush(self, now: float) -> None:
        self._now = now
        waits_until = inf
        for lane in self._every_lane:
            if lane.groups:
                waits_until = min(waits_until, lane.flush(now))
        self._ask_wanted()
        asks_at = self._asks_at()
        if self._given_up != self.counters["without_gso"]:
            self._give_up_gso()
        if now >= self._round_due - EARLY or now >= asks_at:
            self._round_due = now + (ROUND if self._publishers else IDLE_ROUND)
            self._round(now)
            asks_at = self._asks_at()
        self.due = min(self._round_due, asks_at, waits_until)

    def _asks_at(self) -> float:
        """When something that is missing in a slot is to be asked for."""
        return min([publication.inbound.asks_at for publication in self._pictures], default=inf)

    def _round(self, now: float) -> None:
        for publication in self._pictures:
            lane = self._lane_of[publication]
            publication.ask_key_frame(self._ssrc, now, waited_for=lane.awaited())
        for publisher in self._publishers.values():
            publisher.tell(self._ssrc, now)
        for lane in self._every_lane:
            if lane.anew and lane.sender_time() is not None:
                lane.anew = False
                self._reports.hasten()
        self._reports.send(now)
        speaking = self._speakers.changed(self._voices.items(), now)
        if speaking is not None:
            self._on_speaking(speaking)
        if self._outside and now >= self._assignment_due:
            self._assign()
        if now >= self._lines_due:
            if self._lines_due:
                self._on_lines(lines.quality(self._watchers.values(), self._publications(), now))
            self._lines_due = now + lines.INTERVAL

    def _ask_wanted(self) -> None:
        """For key frames."""
        for publication in self._pictures:
            if publication.key_frames.wanted:
                publication.ask_key_frame(self._ssrc, self._now, waited_for=False)

    def _give_up_gso(self) -> None:
        """Viewers whose path takes no segmented datagrams get theirs one by one."""
        self._given_up = self.counters["without_gso"]
        for watcher in self._watchers.values():
            if not watcher.gso:
                for seat in watcher.seats:
                    if seat.group is not None and seat.group.shape.gso:
                        self._lane(seat).regroup(seat)
