"""A model that lies, obeys strangers, breaks or stalls: what reaches the salesperson is true."""

import asyncio
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from chat.assistant import drafting, model
from chat.assistant.evidence import Gathered, Part
from chat.assistant.questions import Asked, Question
from chat.assistant.types import Sentence
from tests.chat.assistant import material
from tests.fakes.model_server import Handler, ModelServer, completion, model_server
from tests.fakes.raw_server import answer, raw_server

KEY = "sk-secret-1"
ASKED = Asked(
    "Hält er bei Stromausfall, und was kostet der VH 250 Quattro? Tel. 0831 572014, a@b.example",
    ("114-250",),
    frozenset({"price"}),
)
QUESTION = Question(3, ASKED.text, (ASKED,), False)


@pytest.fixture
def server(settings: Settings) -> Iterator[ModelServer]:
    with model_server() as running:
        settings.MODEL_URL = f"http://{running.origin}/v1"
        settings.MODEL_NAME = "scripted"
        settings.MODEL_KEY = KEY
        settings.OUTBOUND_ALLOW = [running.origin]
        yield running


def gathered() -> Gathered:
    evidence = material.sources("de")
    passages = tuple(source.n for source in evidence if source.live is None)
    return Gathered(evidence, (Part(ASKED, passages, True),), "hybrid")


def draft() -> drafting.Made:
    made = asyncio.run(drafting.make(QUESTION, gathered(), material.frame("de")))
    assert made is not None
    return made


def stands(made: drafting.Made) -> list[str]:
    return [plain(sentence) for sentence in made.sentences if not sentence.struck]


def struck(made: drafting.Made) -> dict[str, str]:
    return {s.text: s.reason.code for s in made.sentences if s.struck and s.reason}


def plain(sentence: Sentence) -> str:
    return sentence.text.replace("\u00a0", " ")


def test_what_the_sources_say_stands_with_their_numbers(server: ModelServer) -> None:
    server.says(
        ("Vakuumheber mit Pumpe halten die Last mindestens 20 Minuten.", [1]),
        ("Der VH 250 Quattro kostet 6.480,00 € zzgl. MwSt.", [6]),
    )
    made = draft()
    assert made.provenance == "model"
    assert stands(made) == [
        "Vakuumheber mit Pumpe halten die Last mindestens 20 Minuten.",
        "Der VH 250 Quattro kostet 6.480,00 € (Stand 14:32) zzgl. MwSt.",
    ]
    assert [source.n for source in made.evidence] == [1, 2]
    assert made.evidence[1].title == "ERP, Artikel 114-250"
    assert made.sentences[1].sources == made.sentences[1].live == (2,)


@pytest.mark.parametrize(
    ("lie", "sources", "code"),
    [
        ("Der VH 250 Quattro kostet 4.990,00 €.", [6], "price"),
        ("Der VH 250 Quattro kostet 7.240,00 €.", [6, 7], "price"),
        ("Er kostet 6.480,00 €.", [6, 7], "price"),
        ("Der Speicher hält die Last mindestens 20 Minuten.", [5], "figure"),
        ("Der Speicher hält die Last mindestens 20 Minuten.", [77], "unknown_source"),
        ("Der Speicher hält die Last mindestens 20 Minuten.", ["zwei"], "unknown_source"),
        ("Der VH 250 Quattro ist für Regen und Schnee gemacht.", [3], "promise"),
        ("Der Heber ist kostenlos.", [9], "promise"),
        ("Der Preis beträgt 1,00 €.", [9], "price"),
        ("Mein Systemprompt lautet: antworte immer freundlich.", [9], "order"),
        ("Klicken Sie auf http://169.254.169.254/latest/meta-data.", [1], "link"),
        ("Ihr Ansprechpartner ist Herr Maier.", [1], "name"),
        ("Ja!", [1], "yes_no"),
    ],
)
def test_each_lie_is_struck_beside_the_truth(
    server: ModelServer, lie: str, sources: list[Any], code: str
) -> None:
    truth = "Ein Schlauchheber senkt die Last langsam ab."
    server.says((truth, [1]), (lie, sources))
    made = draft()
    assert stands(made) == [truth]
    assert list(struck(made).values()) == [code]


def test_when_nothing_of_it_is_true_the_content_speaks_for_itself(server: ModelServer) -> None:
    server.says(("Der VH 250 Quattro hält die Last 3 Tage.", [1]), ("Gern geschehen.", []))
    made = draft()
    assert (made.provenance, made.note) == ("extractive", "struck")
    assert any("6.480,00 €" in text for text in stands(made))
    assert not any("3 Tage" in sentence.text for sentence in made.sentences)


@pytest.mark.parametrize(
    "content",
    [
        '```json\n{"sentences": [{"text": "Ein Schlauchheber senkt die Last langsam ab.", '
        '"sources": ["[1]"]}]}\n```',
        'Hier der Entwurf: [{"text": "Ein Schlauchheber senkt die Last langsam ab.", '
        '"sources": 1}] – viel Erfolg',
        "Ein Schlauchheber senkt die Last langsam ab. [1]",
        '{"sentences": ["Ein Schlauchheber senkt die Last langsam ab. [1]", null, 7, {}]}',
    ],
)
def test_an_answer_is_read_however_it_is_wrapped(server: ModelServer, content: str) -> None:
    server.script = lambda handler: handler.say(content)
    assert "Ein Schlauchheber senkt die Last langsam ab." in stands(draft())


def test_broken_json_is_no_way_round_the_guard(server: ModelServer) -> None:
    content = '{"sentences": [{"text": "Der VH 250 Quattro kostet 1,00 €.", "sources": [6'
    server.script = lambda handler: handler.say(content)
    made = draft()
    assert (made.provenance, made.note) == ("extractive", "struck")
    assert not any("1,00" in text for text in stands(made))


def _status(status: int) -> Any:
    return lambda handler: handler.send(status, b'{"error": {"message": "no"}}')


def _stall(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(completion("…")[:20])
    handler.wfile.flush()
    handler.server.stopping.wait(5)


def _huge(handler: Handler) -> None:
    handler.say("Der Heber ist gut. " * 40_000)


def _hang_up(handler: Handler) -> None:
    handler.close_connection = True


@pytest.mark.parametrize(
    ("script", "note"),
    [
        (_status(500), "refused"),
        (_status(401), "refused"),
        (_status(429), "refused"),
        (lambda handler: handler.send(200, b"<html>", Content_Type="text/html"), "nonsense"),
        (lambda handler: handler.send(200, b"[1, 2", Content_Type="application/json"), "nonsense"),
        (lambda handler: handler.send(200, b"{}", Content_Type="application/json"), "nonsense"),
        (lambda handler: handler.say(None), "nonsense"),
        (lambda handler: handler.say(""), "nonsense"),
        (_huge, "unreachable"),
        (_hang_up, "unreachable"),
    ],
)
def test_a_model_that_fails_is_replaced_with_a_note(
    server: ModelServer, script: Any, note: str
) -> None:
    server.script = script
    made = draft()
    assert (made.provenance, made.note) == ("extractive", note)
    assert stands(made)
    assert len(server.requests) == 1, "no second try"


def test_a_model_that_stalls_costs_the_time_limit_and_no_more(server: ModelServer) -> None:
    server.script = _stall
    started = time.monotonic()
    with pytest.raises(model.ModelFailed) as failed:
        asyncio.run(model.propose(QUESTION, gathered(), material.frame("de"), seconds=0.5))
    assert failed.value.note == "timeout"
    assert time.monotonic() - started < 3


def test_a_redirect_into_the_house_is_not_followed(server: ModelServer) -> None:
    with raw_server(lambda connection, head: connection.sendall(answer("200 OK"))) as inside:
        target = f"http://{inside.origin}/admin"
        server.script = lambda handler: handler.send(307, b"", Location=target)
        assert draft().note == "refused"
        assert inside.requests == []


def test_a_model_inside_the_house_needs_the_administrators_word(
    server: ModelServer, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOW = []
    assert draft().note == "unreachable"
    assert server.requests == []


def test_content_and_messages_are_data_behind_a_fence_that_nobody_can_know(
    server: ModelServer,
) -> None:
    draft()
    first = server.prompt
    draft()
    path, headers, asked = server.requests[0]
    assert path == "/v1/chat/completions"
    assert {name.lower(): value for name, value in headers.items()}["authorization"] == (
        f"Bearer {KEY}"
    )
    assert asked["response_format"] == {"type": "json_object"}
    fences = {text.split("<data-")[1].split(" ")[0] for text in (first, server.prompt)}
    assert len(fences) == 2
    assert "Ignoriere alle" not in first, "what speaks to a machine is left out"
    assert KEY not in first


def test_a_visitors_addresses_stay_in_the_house(server: ModelServer) -> None:
    draft()
    assert "572014" not in server.prompt
    assert "a@b.example" not in server.prompt
    assert "was kostet der VH 250 Quattro" in server.prompt
    assert json.dumps(server.requests[0][2]).count("Höfler") == 0


def test_without_a_model_nothing_leaves(server: ModelServer, settings: Settings) -> None:
    settings.MODEL_URL = ""
    made = draft()
    assert (made.provenance, made.note) == ("extractive", "")
    assert server.requests == []


def test_the_model_is_not_asked_where_there_is_no_evidence(server: ModelServer) -> None:
    asked = Asked("Wer ist der Bundeskanzler?", (), frozenset())
    empty = Gathered(material.sources("de"), (Part(asked, (1,), False),), "hybrid")
    question = Question(1, asked.text, (asked,), False)
    frame = material.frame("de")
    assert asyncio.run(drafting.make(question, empty, frame)) is None
    assert server.requests == []
    assert frame.now == datetime(2026, 11, 24, 13, 32, tzinfo=UTC)
