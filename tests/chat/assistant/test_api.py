"""The console's calls about drafts, over HTTP."""

from uuid import uuid4

import pytest
from django.conf import settings

from hub.accounts.models import Staff
from tests.chat.assistant.conftest import Erp, Talk
from tests.hub.browser import Browser
from tests.people import make_site, make_staff, session_of

pytestmark = pytest.mark.django_db
API = "/api/v1"


def browser_of(staff: Staff) -> Browser:
    browser = Browser("staff")
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(staff)
    browser.fetch_csrf()
    return browser


def test_from_the_question_to_the_text_that_is_sent(talk: Talk, erp: Erp) -> None:
    seq = talk.ask("Was kostet der VH 250 Quattro?")
    browser = browser_of(talk.staff)
    answer = browser.call("POST", f"{API}/conversations/{talk.id}/draft", {"lang": "de"})
    assert answer.status_code == 200, answer.content
    draft = answer.json()
    assert draft["question"] == seq
    assert draft["provenance"] == "extractive"
    priced = next(s for s in draft["sentences"] if s["live"])
    assert set(priced) == {"text", "sources", "struck", "reason", "live"}
    assert "Stand" not in priced["text"], "the time stands with the source"
    source = draft["sources"][priced["live"][0] - 1]
    assert (source["kind"], source["stale"]) == ("live", False)
    assert source["as_of"]
    assert "(Stand " in draft["text"]

    erp.says("114-250", price="6990.00")
    final = browser.call("POST", f"{API}/drafts/{draft['id']}/send-text").json()
    assert "6.990,00" in final["text"]
    assert final["sendable"] is True
    assert final["changes"][0]["field"] == "price"
    fresh = browser.call("POST", f"{API}/drafts/{draft['id']}/refresh").json()
    assert fresh["id"] == draft["id"]
    assert "6.990,00" in fresh["text"]

    said = {"fate": "changed", "text": "Er kostet 6.990 €."}
    assert browser.call("POST", f"{API}/drafts/{draft['id']}/fate", said).status_code == 200
    again = browser.call("POST", f"{API}/drafts/{draft['id']}/fate", {"fate": "sent"})
    assert again.status_code == 409
    assert again.json()["error"]["code"] == "already_decided"


def test_no_evidence_is_an_answer_and_the_gap_is_noted(talk: Talk) -> None:
    seq = talk.ask("Wer ist der Bundeskanzler?")
    browser = browser_of(talk.staff)
    answer = browser.call("POST", f"{API}/conversations/{talk.id}/draft")
    assert answer.json() == {"draft": None, "reason": "no_evidence", "question": seq}
    noted = browser.call("POST", f"{API}/content-gaps", {"question": "Wer ist der Kanzler?"})
    assert noted.status_code == 201
    assert browser.get(f"{API}/content-gaps").status_code == 403
    manager = browser_of(make_staff("Eva Text", role="manager"))
    assert manager.get(f"{API}/content-gaps").json()[0]["question"] == "Wer ist der Kanzler?"


def test_reasons_are_in_the_readers_language(talk: Talk) -> None:
    from chat.assistant.models import AssistantDraft
    from chat.assistant.types import Reason, Sentence
    from chat.assistant.views import draft_of

    talk.ask("Wie schwer ist der VH 250 Quattro?")
    row = AssistantDraft.objects.get(pk=talk.drafted().id)
    import msgspec

    lie = Sentence("Er läuft den ganzen Tag.", (1,), True, Reason("words", "Tag"))
    row.sentences = msgspec.to_builtins([lie])
    assert draft_of(row, "de").sentences[0].reason == "keine Quelle nennt „Tag“"
    assert draft_of(row, "en").sentences[0].reason == "no source mentions “Tag”"


@pytest.mark.parametrize(
    "path", ["conversations/{talk}/draft", "drafts/{other}/fate", "drafts/{other}/send-text"]
)
def test_what_is_not_theirs_is_not_there(talk: Talk, path: str) -> None:
    talk.ask("Was kostet der VH 250 Quattro?")
    stranger = browser_of(make_staff("Jonas Brückner", site=make_site("andere")))
    address = f"{API}/{path.format(talk=talk.id, other=uuid4())}"
    answer = stranger.call("POST", address, {"fate": "sent"})
    assert answer.status_code == 404
    assert Browser("staff").call("POST", address, {"fate": "sent"}).status_code in (401, 403)
    public = Browser("public")
    assert public.call("POST", address, {"fate": "sent"}).status_code in (401, 403, 404)


@pytest.mark.parametrize(
    "body", [{"question": "drei"}, {"question": 10**30}, {"question": -1}, {"lang": 7}, []]
)
def test_nonsense_is_refused_or_harmless(talk: Talk, body: object) -> None:
    talk.ask("Wie schwer ist der VH 250 Quattro?")
    answer = browser_of(talk.staff).call("POST", f"{API}/conversations/{talk.id}/draft", body)
    assert answer.status_code in (200, 422), answer.content
    if answer.status_code == 422:
        assert answer.json()["error"]["code"] == "bad_input"


def test_a_text_of_endless_length_is_refused(talk: Talk) -> None:
    talk.ask("Wie schwer ist der VH 250 Quattro?")
    draft = talk.drafted()
    browser = browser_of(talk.staff)
    for path in ("fate", "send-text"):
        body = {"fate": "changed", "text": "x" * 100_000}
        assert browser.call("POST", f"{API}/drafts/{draft.id}/{path}", body).status_code == 422
