"""A salesperson of one site: its own conversations, and nothing of another site's."""

import secrets
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from chat.models import PreparedText
from chat.services import start
from tests.hub.browser import Browser
from tests.people import make_site, make_staff, session_of

pytestmark = pytest.mark.django_db(transaction=True)
API = "/api/v1"


def asked(site_key: str, text: str) -> UUID:
    began = start.start_conversation(
        site_key=make_site(site_key).key,
        conversation_id=uuid4(),
        key=secrets.token_urlsafe(32),
        client_id=uuid4(),
        text=text,
        language="de",
    )
    return began.conversation


def test_the_inbox_and_each_call_know_only_ones_own_site() -> None:
    mine, other = asked("haldner", "Was kostet er?"), asked("other", "Geheime Frage")
    browser = Browser("staff")
    staff = make_staff("Miriam Keller", "sales", make_site())
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(staff)
    browser.fetch_csrf()
    inbox = browser.get(f"{API}/inbox")
    assert [row["id"] for row in inbox.json()["waiting"]] == [str(mine)]
    assert "Geheime Frage" not in inbox.content.decode()
    assert browser.get(f"{API}/conversations/{mine}").status_code == 200
    assert browser.get(f"{API}/conversations/{other}").status_code == 404
    for call in ("take", "release", "close", "reopen"):
        answer = browser.call("POST", f"{API}/conversations/{other}/{call}", {})
        assert answer.status_code == 404, call


def test_colleagues_and_prepared_texts_are_those_of_ones_own_site() -> None:
    haldner, other = make_site(), make_site("other")
    staff = make_staff("Miriam Keller", "sales", haldner)
    make_staff("Jonas Brandt", "sales", haldner)
    make_staff("Fremde Kollegin", "sales", other)
    make_staff("Gerd Haldner", "manager")
    for site, shortcut in ((haldner, "gruss"), (other, "geheim"), (None, "fuer-alle")):
        PreparedText.objects.create(
            site=site, shortcut=shortcut, title=shortcut, language="de", text=shortcut
        )
    browser = Browser("staff")
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(staff)
    team = {row["name"] for row in browser.get(f"{API}/team").json()}
    assert team == {"Miriam Keller", "Jonas Brandt", "Gerd Haldner"}
    texts = {row["shortcut"] for row in browser.get(f"{API}/prepared").json()}
    assert texts == {"gruss", "fuer-alle"}
    found = browser.get(f"{API}/prepared?q=geheim%00").json()
    assert found == []
