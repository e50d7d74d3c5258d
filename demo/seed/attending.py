"""A webinar that was held: who came, for how long, what they wrote and asked."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from demo.seed.people import new_id
from demo.seed.rows import LogWriter, Rows
from hub.accounts.models import Staff
from hub.contacts.models import HistoryEntry
from hub.realtime.models import Participant
from webinars.models import AttendanceInterval, Registration, Room, RoomParticipant, Webinar

#: Of those who registered.
CAME = 0.66
HOSTS = ("lena.fuchs@haldner.example", "jonas.brueckner@haldner.example")


@dataclass(slots=True)
class Held:
    """Rows that refer to the room and its registrations."""

    participants: list[RoomParticipant] = field(default_factory=list)
    intervals: list[AttendanceInterval] = field(default_factory=list)

    def save(self) -> None:
        RoomParticipant.objects.bulk_create(self.participants)
        AttendanceInterval.objects.bulk_create(self.intervals)


def hold(
    rows: Rows,
    chance: random.Random,
    webinar: Webinar,
    logs: tuple[LogWriter, LogWriter],
    registrations: list[Registration],
    lines: list[dict[str, Any]],
    staff: dict[str, Staff],
) -> Held:
    """Sets the room's times, writes its logs, and gives the rows of those who came."""
    room, held = webinar.room, Held()
    live = webinar.starts_at + timedelta(seconds=70)
    ended = live + timedelta(minutes=webinar.duration_minutes + 2)
    room.state, room.opened_at = Room.State.ENDED, webinar.starts_at - timedelta(minutes=14)
    room.live_at, room.ended_at = live, ended
    came = chance.sample(registrations, round(len(registrations) * CAME))
    for email in HOSTS:
        _host(held, chance, room, staff[email], ended)
    guests = [_guest(held, rows, chance, room, one) for one in came]
    _Talk(chance, room, logs, guests, staff).play(lines)
    return held


def _host(held: Held, chance: random.Random, room: Room, staff: Staff, ended: datetime) -> None:
    participant = RoomParticipant(
        id=new_id(chance),
        room=room,
        staff=staff.id,
        name=staff.name,
        role=RoomParticipant.Role.HOST,
        language=room.language,
    )
    held.participants.append(participant)
    assert room.opened_at is not None
    _interval(held, chance, participant, room.opened_at, ended)


def _guest(
    held: Held, rows: Rows, chance: random.Random, room: Room, registration: Registration
) -> RoomParticipant:
    """Most come a little before and stay; some are late, leave early, or lose their line."""
    assert room.live_at is not None and room.ended_at is not None
    participant = RoomParticipant(
        id=new_id(chance),
        room=room,
        registration=registration,
        identity=registration.identity,
        name=registration.name,
        company=registration.company,
        language=registration.language,
    )
    held.participants.append(participant)
    starts = room.live_at + timedelta(seconds=chance.choice([-300, -240, -90, -30, 20, 150, 420]))
    ends = room.ended_at - timedelta(
        seconds=chance.choices([0, 300, 1100], weights=[70, 20, 10])[0]
    )
    if chance.random() < 0.25:  # a dropped line
        middle = starts + (ends - starts) * chance.uniform(0.2, 0.8)
        _interval(held, chance, participant, starts, middle)
        starts = middle + timedelta(seconds=chance.randint(8, 190))
    _interval(held, chance, participant, starts, ends)
    rows.history.append(
        HistoryEntry(
            id=new_id(chance),
            kind="attendance",
            subject_id=participant.id,
            site=room.site,
            identity=registration.identity,
            revision=2,
            occurred_at=room.live_at,
            ended_at=room.ended_at,
        )
    )
    return participant


def _interval(
    held: Held,
    chance: random.Random,
    participant: RoomParticipant,
    starts: datetime,
    ends: datetime,
) -> None:
    held.intervals.append(
        AttendanceInterval(
            id=new_id(chance),
            participant=participant,
            joined_at=starts,
            seen_at=ends,
            left_at=ends,
        )
    )


class _Talk:
    """What stands in the room's two logs."""

    def __init__(
        self,
        chance: random.Random,
        room: Room,
        logs: tuple[LogWriter, LogWriter],
        guests: list[RoomParticipant],
        staff: dict[str, Staff],
    ) -> None:
        self._chance, self._room, self._guests, self._staff = chance, room, guests, staff
        self._public, self._hosts = logs
        self._authors: dict[object, Participant] = {}

    def play(self, lines: list[dict[str, Any]]) -> None:
        """In the order of their minutes: an answer comes some minutes after its question."""
        assert self._room.live_at is not None and self._room.ended_at is not None
        room = str(self._room.id)
        self._public.add(self._public.system, "room.live", {"room": room}, self._room.live_at)
        asked: dict[int, int] = {}
        for at, line, part in sorted(self._parts(lines), key=lambda part: part[0]):
            self._write(line, part, self._moment(at), asked)
        seconds = int((self._room.ended_at - self._room.live_at).total_seconds())
        body = {"room": room, "kind": "webinar", "seconds": seconds}
        self._public.add(self._public.system, "room.ended", body, self._room.ended_at)

    def _parts(self, lines: list[dict[str, Any]]) -> list[tuple[float, dict[str, Any], str]]:
        parts: list[tuple[float, dict[str, Any], str]] = []
        for line in lines:
            if "question" in line:
                parts.append((line["at"], line, "question"))
                parts.append((line["at"] + line["after"], line, "answer"))
            elif line.get("floor"):
                parts += [(line["at"], line, "up"), (line["until"], line, "down")]
            else:
                parts.append((line["at"], line, "hand" if line.get("hand") else "message"))
        return parts

    def _write(self, line: dict[str, Any], part: str, at: datetime, asked: dict[int, int]) -> None:
        if part == "message":
            self._public.add(self._author(line["by"]), "message", {"text": line["text"]}, at)
        elif part == "question":
            body = {"text": line["question"], "anonymous": False}
            asked[id(line)] = self._public.add(self._author(line["by"]), "question", body, at)
        elif part == "answer":
            body = {"question": asked[id(line)], "state": "answered", "text": line["answer"]}
            self._public.add(self._public.system, "question.state", body, at)
        else:
            guest = self._guests[line["by"]]
            body = {"participant": str(guest.id), "name": guest.name}
            if part == "hand":
                self._hosts.add(self._hosts.system, "hand", {**body, "up": True}, at)
            else:
                self._hosts.add(self._hosts.system, "floor", {**body, "given": part == "up"}, at)

    def _author(self, by: str | int) -> Participant:
        if by not in self._authors:
            if isinstance(by, str):
                member = self._staff[by]
                self._authors[by] = self._public.join("staff", member.id, member.name)
            else:
                guest = self._guests[by]
                self._authors[by] = self._public.join("visitor", guest.id, guest.name)
        return self._authors[by]

    def _moment(self, minute: float) -> datetime:
        assert self._room.live_at is not None
        return self._room.live_at + timedelta(minutes=minute, seconds=self._chance.randint(1, 50))
