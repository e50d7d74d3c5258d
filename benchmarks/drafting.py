"""Extractive drafts on the demo's questions: drafted where there is an answer, silent where not.

The `report` half of demo/questions.toml, with the search process running. A draft is right when its
first statement cites a page that answers the question.
"""

import threading
import time
import tomllib
from pathlib import Path
from typing import Any
from uuid import uuid4

from asgiref.sync import async_to_sync
from django.utils import timezone

QUESTIONS = Path(__file__).resolve().parent.parent / "demo" / "questions.toml"


def run() -> dict[str, Any]:
    from demo.site import importer
    from hub.content.retrieval.server import SearchServer
    from hub.content.selectors import search_sync
    from hub.sites.models import Site

    site, _ = Site.objects.get_or_create(
        key="haldner", defaults={"name": "Haldner", "languages": ["de", "en"]}
    )
    importer.run(site=site.id)
    questions = tomllib.loads(QUESTIONS.read_text())["questions"]
    half = [question for question in questions if question["half"] == "report"]
    server = SearchServer()
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 60
        while search_sync("VH 250").mode != "hybrid" and time.monotonic() < deadline:
            time.sleep(0.2)
        return _figures(half, site.id)
    finally:
        server.stop()
        thread.join()


def _figures(half: list[dict[str, Any]], site: Any) -> dict[str, Any]:
    answerable = [q for q in half if q["pages"]]
    unanswerable = [q for q in half if not q["pages"]]
    drafts = {q["q"]: _draft(q, site) for q in half}
    drafted = [q for q in answerable if drafts[q["q"]] is not None]
    right = [q for q in drafted if _is_right(drafts[q["q"]], q["pages"])]
    silent = [q for q in unanswerable if drafts[q["q"]] is None]
    return {
        "drafts_questions": len(half),
        "drafts_answerable_drafted": round(len(drafted) / len(answerable), 3),
        "drafts_right_page_first": round(len(right) / len(drafted), 3),
        "drafts_unanswerable_silent": round(len(silent) / len(unanswerable), 3),
    }


def _draft(question: dict[str, Any], site: Any) -> Any:
    from chat.assistant import drafting
    from chat.assistant.evidence import gather, known_products
    from chat.assistant.questions import question_of
    from chat.assistant.types import Frame
    from hub.content.selectors import products_sync
    from hub.realtime.selectors import EntryRow

    language = question["lang"]
    views = {one: products_sync(language=one, limit=200) for one in ("de", "en")}
    now = timezone.now()
    frame = Frame(language, "Europe/Berlin", now, known_products(language, views))
    row = EntryRow(1, "message", uuid4(), "visitor", "", {"text": question["q"]}, now)
    asked = question_of([row], None, {}, "", frame)
    assert asked is not None
    gathered = async_to_sync(gather)(asked, site, frame)
    return async_to_sync(drafting.make)(asked, gathered, frame)


def _is_right(made: Any, pages: list[str]) -> bool:
    first = next(s for s in made.sentences if s.sources and not s.struck)
    urls = [source.url for source in made.evidence if source.n in first.sources]
    return any(f"/{page}/" in url for page in pages for url in urls)
