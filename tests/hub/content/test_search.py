import threading
import time
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings as configured
from django.db import connection
from pytest_django.fixtures import Settings

from hub.content.models import ArticlePage, Passage, Vector
from hub.content.retrieval import loading, wire
from hub.content.retrieval.server import SearchServer
from hub.content.selectors import ANSWERABLE, search, search_sync
from tests.hub.content.conftest import Import, article, product

HOSTILE = [
    "",
    "   ",
    "\x00",
    "?!…",
    "'; DROP TABLE content_passage; --",
    "& | ! ( ) :* <-> '",
    "a & !b | (c",
    "\ud800 Strom",
    "%s %(x)s {} {0}",
    "🤖" * 500,
    "Stromausfall " * 10_000,
    "x" * 100_000,
    "\u202e\u200b",
    "<script>alert(1)</script>",
]


@pytest.fixture(autouse=True)
def quiet_queue() -> Iterator[None]:
    with redis.Redis.from_url(configured.REDIS_URL) as store:
        store.delete(wire.REQUESTS, wire.ALIVE)
    yield


class Running:
    """The search process, in a thread."""

    def __init__(self) -> None:
        self.server = SearchServer()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.server.run()
        finally:
            connection.close()

    def __enter__(self) -> "Running":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()
        self._thread.join()

    def caught_up(self) -> None:
        deadline = time.monotonic() + 30
        while loading.backlog() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1.5)  # it reads the memory anew


def test_without_a_search_process_the_database_answers(take_over: Import) -> None:
    take_over()
    result = search_sync("Was passiert bei Stromausfall?", language="de")
    assert result.mode == "lexical"
    best = result.passages[0]
    assert (best.sku, best.section, best.anchor) == (
        "114-250",
        "Bei Stromausfall",
        "bei-stromausfall",
    )
    assert best.url.endswith("de/heber/vh-250/#bei-stromausfall")
    assert best.url.startswith(configured.PUBLIC_ORIGIN)
    assert {passage.language for passage in result.passages} == {"de"}


def test_a_word_of_the_question_is_enough(take_over: Import) -> None:
    take_over()
    result = search_sync("Speicher Kaffee Urlaub Mond", language="de")
    assert "Speicher" in result.passages[0].text


def test_a_page_that_the_language_does_not_have_is_found_in_another(take_over: Import) -> None:
    take_over(pages=[article("en")])
    german = search_sync("yearly inspection", language="de")
    assert {passage.language for passage in german.passages} == {"en"}


def test_no_question_breaks_the_search(take_over: Import) -> None:
    take_over(products=[product("de")], pages=[])
    for query in HOSTILE:
        result = search_sync(query, language="de")
        assert 0.0 <= result.answerable <= 1.0, query[:40]
    assert Passage.objects.exists()


def test_a_passage_never_comes_from_a_page_that_is_not_published(take_over: Import) -> None:
    take_over()
    ArticlePage.objects.update(live=False)  # as nobody should: the index knows nothing of it
    found = search_sync("Wartung und Prüfung", language="de").passages
    assert "Wartung und Prüfung" not in {passage.title for passage in found}


@pytest.mark.django_db(transaction=True)
def test_vectors_find_what_shares_no_word(take_over: Import) -> None:
    take_over()
    with Running() as running:
        running.caught_up()
        result = search_sync(
            "How long does it keep hold when the electricity is gone?", language="en"
        )
        assert result.mode == "hybrid"
        assert result.passages[0].section == "Power failure"
        for query in HOSTILE:
            assert 0.0 <= search_sync(query, language="de").answerable <= 1.0


@pytest.mark.django_db(transaction=True)
def test_a_publication_is_found_at_once_and_an_unchanged_text_keeps_its_vector(
    take_over: Import,
) -> None:
    take_over()
    with Running() as running:
        running.caught_up()
        made = Vector.objects.count()
        page = ArticlePage.objects.get(locale__language_code="de")
        page.body += "<h2>Kranwaage</h2><p>Eine Kranwaage zeigt das Gewicht am Haken.</p>"
        page.save_revision().publish()
        found = search_sync("Kranwaage", language="de").passages[0]
        assert found.section == "Kranwaage"
        running.caught_up()
        assert Vector.objects.count() == made + 1


@pytest.mark.django_db(transaction=True)
def test_a_search_process_that_is_late_costs_no_more_than_its_time_out(take_over: Import) -> None:
    take_over()
    with redis.Redis.from_url(configured.REDIS_URL) as store:
        store.set(wire.ALIVE, b"1", ex=30)  # it said so, and then it stopped
        started = time.monotonic()
        result = search_sync("Stromausfall", language="de")
        assert result.mode == "lexical"
        assert result.passages
        assert time.monotonic() - started < wire.TIMEOUT + 1.0
        assert store.llen(wire.REQUESTS) == 0  # nobody answers it later


def test_without_redis_the_database_answers(take_over: Import, settings: Settings) -> None:
    take_over()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert search_sync("Stromausfall", language="de").passages


async def test_nonsense_in_the_queue_does_not_stop_the_process(db: None) -> None:
    with redis.Redis.from_url(configured.REDIS_URL) as store:
        for junk in (b"", b"{}", b"\xff", b"[" * 10_000, b'{"reply": 7}'):
            store.lpush(wire.REQUESTS, junk)
        server = SearchServer()
        for _ in range(5):
            server._answer(store.rpop(wire.REQUESTS) or b"")
    assert (await search("?")).answerable == 0.0


@pytest.mark.django_db(transaction=True)
def test_shipped_vectors_are_taken_over(take_over: Import, tmp_path: "object") -> None:
    from pathlib import Path

    take_over()
    model_less = Path(str(tmp_path)) / "vectors.npz"
    with Running() as running:
        running.caught_up()
    count = loading.export_file(model_less)
    before = dict(Vector.objects.values_list("text_hash", "vector"))
    Vector.objects.all().delete()
    assert loading.import_file(model_less) == count
    assert {k: bytes(v) for k, v in Vector.objects.values_list("text_hash", "vector")} == {
        k: bytes(v) for k, v in before.items()
    }
    assert loading.backlog() == 0


def test_what_nobody_wrote_about_is_less_answerable(take_over: Import) -> None:
    take_over()
    known = search_sync("Wie lange hält der Speicher die Last?", language="de").answerable
    unknown = search_sync("Verkaufen Sie auch Kaffeemaschinen?", language="de").answerable
    assert known > ANSWERABLE > unknown
