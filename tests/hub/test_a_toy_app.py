"""An app that nobody's file was touched for adds kinds of entry, card, history, frames, routes."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from django.db import transaction

from hub.contacts.history import touch_history
from hub.contacts.models import HistoryEntry, Identity
from hub.realtime.append import append, join
from hub.realtime.models import Log
from hub.realtime.protocol import In
from hub.registry import cards, entries, history, routes, streams, wakers
from hub.registry.schema import event_schema


class Dice(msgspec.Struct):
    """The toy's entry: what was thrown."""

    eyes: int


class Roll(In, tag="toy.roll"):
    """The toy's frame."""

    log: UUID


woken: list[UUID] = []


@pytest.fixture
def toy() -> Iterator[None]:
    """What the toy's `AppConfig.ready` would do, and its end."""

    async def handle(*args: Any) -> None:
        return None

    async def resolve(principal: streams.Principal, ref: str) -> streams.Resolved:
        return streams.Resolved(logs=[])

    entries.register_entry(
        entries.EntryKind(
            "toy.dice",
            Dice,
            text=lambda body, lang: f"{body['eyes']} {'Augen' if lang == 'de' else 'pips'}",
            writers=frozenset({"visitor"}),
            erase=lambda body: {"eyes": 0},
        )
    )
    cards.register_card_action(cards.CardAction("toy.again", "toy.dice", Dice, handle))
    history.register_history(
        history.HistoryKind(
            "toy.game",
            1,
            title=lambda entry, lang: "Würfeln",
            text=lambda entry, lang: "…",
            payload=lambda entry: {"rounds": 1},
            erase=lambda entry: None,
        )
    )
    routes.frames.register("toy.roll", routes.Frame("toy.roll", Roll, frozenset({"staff"}), handle))
    streams.streams.register("toy", streams.Stream("toy", resolve))
    wakers.log_wakers.register("toy", lambda logs: woken.extend(logs))
    yield
    entries.entry_kinds.discard("toy.dice")
    cards.card_actions.discard("toy.again")
    history.history_kinds.discard("toy.game")
    routes.frames.discard("toy.roll")
    streams.streams.discard("toy")
    wakers.log_wakers.discard("toy")
    woken.clear()


@pytest.mark.django_db(transaction=True)
def test_its_entries_stand_in_a_log_and_read_as_text(toy: None) -> None:
    log = Log.objects.create(audience="public")
    with transaction.atomic():
        player = join(log=log.id, kind="visitor", subject=uuid4(), name="Ada")
        entry = append(log=log.id, participant=player.id, kind="toy.dice", body=Dice(6))
    assert entry.seq == 1
    assert entries.as_text("toy.dice", entry.body, "de") == "6 Augen"
    assert entries.as_text("toy.dice", entry.body, "en") == "6 pips"
    assert woken == [log.id]


@pytest.mark.django_db(transaction=True)
def test_its_history_is_written_with_a_version(toy: None) -> None:
    identity = Identity.objects.create(kind="visitor", value=str(uuid4()))
    subject = uuid4()
    with transaction.atomic():
        touch_history(kind="toy.game", subject_id=subject, identity=identity)
        touch_history(kind="toy.game", subject_id=subject, payload={"rounds": 2})
    stored = HistoryEntry.objects.get(kind="toy.game")
    assert stored.revision == 2
    assert history.history_kinds["toy.game"].payload(stored) == {"rounds": 1}


def test_its_frames_and_bodies_are_in_the_generated_schema(toy: None) -> None:
    schema = event_schema()
    assert "Roll" in schema["x-frames-in"]
    assert schema["x-entries"]["toy.dice"] == "Dice"
    assert schema["x-actions"]["toy.again"] == "Dice"
    assert schema["components"]["schemas"]["Dice"]["properties"] == {"eyes": {"type": "integer"}}


def test_a_name_that_is_taken_stops_the_start(toy: None) -> None:
    with pytest.raises(ValueError, match="registered twice"):
        streams.streams.register("toy", streams.Stream("toy", None))  # type: ignore[arg-type]


def test_a_kind_nobody_knows_reads_as_its_text() -> None:
    assert entries.as_text("toy.gone", {"text": "noch lesbar"}, "de") == "noch lesbar"
    assert entries.as_text("toy.gone", {}, "de") == ""
