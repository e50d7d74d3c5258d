"""The public pages, as a browser without a script has them."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from hub.followup.models import Consent
from hub.registry.streams import Principal
from tests.people import make_site
from tests.webinars.events.conftest import Plan, Register, anybody, local
from tests.webinars.events.test_ics import lines
from webinars.models import Registration, Room, Webinar
from webinars.services import planning

pytestmark = pytest.mark.django_db
WHEN = planning.When(local("2099-12-03T10:00"), "Europe/Berlin")


def page(path: str, **headers: str) -> Any:
    return anybody().get(path, headers=headers)


def send(webinar: Webinar, fields: dict[str, Any], lang: str = "de") -> Any:
    return anybody().generic(
        "POST",
        f"/webinars/{webinar.slug}/?lang={lang}",
        urlencode(fields, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return unescape(found[1])


def test_the_page_says_what_when_and_who_in_both_languages(plan: Plan) -> None:
    texts = {
        "de": planning.Text(
            "Bleche heben", "Am Laser.", [planning.Takeaway("Grenzen", "Beispiel")]
        ),
        "en": planning.Text("Lifting sheets", "At the laser.", [planning.Takeaway("Limits")]),
    }
    speakers = [planning.SpeakerIn(name="Petra Lang", title={"de": "Leitung", "en": "Head"})]
    webinar = plan(when=WHEN, texts=texts, speakers=speakers)
    german = page(f"/webinars/{webinar.slug}/?lang=de").content.decode()
    for text in (
        '<html lang="de">',
        "Bleche heben",
        "Do., 3. Dezember 2099",
        "10:00–10:45",
        "Berlin (MEZ)",
        "Grenzen",
        "Petra Lang",
        "Leitung",
        "Platz reservieren",
        "Kostenfrei anmelden",
    ):
        assert text in german
    english = page(f"/webinars/{webinar.slug}/?lang=en").content.decode()
    for text in ('<html lang="en">', "Lifting sheets", "Thu, 3 December 2099", "Berlin (CET)"):
        assert text in english
    assert "This webinar is held in German." in english


def test_a_browsers_language_decides_where_nothing_is_asked(plan: Plan) -> None:
    webinar = plan()
    answer = page(f"/webinars/{webinar.slug}/", **{"accept-language": "en-GB,en"})
    assert '<html lang="en">' in answer.content.decode()
    assert "Accept-Language" in answer.headers["Vary"]
    only_german = plan(texts={"de": planning.Text("Nur deutsch")})
    answer = page(f"/webinars/{only_german.slug}/", **{"accept-language": "en-GB,en"})
    assert '<html lang="de">' in answer.content.decode()


def test_consents_are_unticked_and_nothing_is_stored_in_the_browser(plan: Plan) -> None:
    answer = page(f"/webinars/{plan().slug}/")
    html = answer.content.decode()
    assert html.count('type="checkbox"') == 2
    assert " checked" not in html
    assert not answer.cookies
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    scripts = re.findall(r"<script(?![^>]*src=)[^>]*>", html)
    assert scripts == ['<script type="application/ld+json">']


def test_the_form_works_without_a_script(plan: Plan) -> None:
    webinar = plan()
    html = page(
        f"/webinars/{webinar.slug}/?utm_campaign=herbst",
        referer="https://www.google.com/search?q=x",
    ).content.decode()
    fields: dict[str, Any] = {
        name: hidden(html, name) for name in ("id", "referrer", "campaign", "landing_page")
    }
    fields |= {"email": "hoefler@lang.example", "name": "A. Höfler", "consent": "newsletter"}
    answer = send(webinar, fields)
    assert answer.status_code == 303
    done = page(answer.headers["Location"].partition("#")[0]).content.decode()
    assert "Ihre E-Mail ist unterwegs." in done
    registration = Registration.objects.get()
    assert str(registration.id) == fields["id"]
    assert {(c.text.key, c.given) for c in Consent.objects.all()} == {
        ("webinar_materials", False),
        ("newsletter", True),
    }
    assert send(webinar, fields).status_code == 303  # reloaded, sent again
    assert Registration.objects.count() == 1


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(plan: Plan) -> None:
    webinar = plan()
    answer = send(
        webinar, {"email": "a.hoefler@", "name": 'Höfler "A"', "consent": "newsletter", "id": "x"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Da fehlt noch etwas nach dem @." in html
    assert 'value="a.hoefler@"' in html
    assert "Höfler &quot;A&quot;" in html
    assert html.count(" checked") == 1
    assert html.count('aria-invalid="true"') == 1


@pytest.mark.parametrize("name", ["id", "name", "email", "time_zone", "referrer", "consent"])
def test_a_hundred_thousand_characters_in_a_field_break_nothing(plan: Plan, name: str) -> None:
    webinar = plan()
    fields = {"email": "a@x.example", "name": "A", "id": "x", name: "ä" * 100_000}
    answer = send(webinar, fields)
    assert answer.status_code in (303, 422)
    assert len(answer.content) < 60_000


def test_texts_of_people_are_never_markup(plan: Plan) -> None:
    evil = '</script><img src=x onerror="alert(1)">'
    webinar = plan(
        texts={"de": planning.Text(evil, evil, [planning.Takeaway(evil, evil)])},
        speakers=[planning.SpeakerIn(name=evil)],
        slug="evil",
    )
    html = page(f"/webinars/{webinar.slug}/?lang=de").content.decode()
    assert "<img src=x" not in html
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert data
    assert json.loads(data[1])["name"] == evil


def test_each_state_has_its_page(plan: Plan, manager: Principal) -> None:
    running, past, gone, draft = plan(slug="a"), plan(slug="b"), plan(slug="c"), plan(
        slug="d", published=False
    )  # fmt: skip
    Room.objects.filter(pk=running.room_id).update(state="live", live_at=timezone.now())
    Webinar.objects.filter(pk=past.pk).update(starts_at=timezone.now() - timedelta(days=1))
    planning.cancel(who=manager, webinar_id=gone.id)
    texts = {
        "a": "Jetzt dabei sein",
        "b": "Dieses Webinar ist vorbei.",
        "c": "Dieses Webinar wurde abgesagt.",
    }
    for slug, text in texts.items():
        html = page(f"/webinars/{slug}/?lang=de").content.decode()
        assert text in html
        assert ("data-form" in html) == (slug == "a")
    assert page(f"/webinars/{draft.slug}/").status_code == 404
    listed = page("/webinars/?lang=de").content.decode()
    assert 'href="/webinars/a/?lang=de"' in listed
    assert 'href="/webinars/d/' not in listed
    assert send(past, {"email": "a@x.example", "name": "A"}).status_code == 409
    assert send(gone, {"email": "a@x.example", "name": "A"}).status_code == 410


def test_other_dates_are_those_to_come_of_the_same_site(plan: Plan, manager: Principal) -> None:
    suit = {"de": "Passt der Termin nicht?", "en": "Does the date not suit you?"}
    webinar = plan()

    def others(lang: str) -> list[str]:
        html = unescape(page(f"/webinars/{webinar.slug}/?lang={lang}").content.decode())
        assert (suit[lang] in html) is ('<section class="others"' in html)
        _, _, rest = html.partition('<section class="others"')
        return re.findall(r'href="/webinars/([^/]+)/', rest.partition("</section>")[0])

    past, running, lobby, cancelled = (plan(days=days) for days in (1, 2, 3, 4))
    now = timezone.now()
    Webinar.objects.filter(pk=past.pk).update(starts_at=now - timedelta(days=1))
    Webinar.objects.filter(pk=running.pk).update(starts_at=now - timedelta(minutes=5))
    Room.objects.filter(pk=lobby.room_id).update(state=Room.State.OPEN)
    planning.cancel(who=manager, webinar_id=cancelled.id)
    plan(days=5, published=False)
    elsewhere = make_site("elsewhere")
    Webinar.objects.filter(pk=plan(days=5).pk).update(site=elsewhere)
    assert (others("de"), others("en")) == ([], [])

    later, sooner = plan(days=9), plan(days=6)
    assert others("de") == others("en") == [sooner.slug, later.slug]
    for days in range(10, 14):
        plan(days=days)
    assert len(others("de")) == 4


def test_the_calendar_file_has_nothing_personal(plan: Plan, register: Register) -> None:
    webinar = plan(when=WHEN)
    register(webinar)
    answer = page(f"/webinars/{webinar.slug}/calendar.ics?lang=en")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    found = lines(answer.content)
    assert "METHOD:PUBLISH" in found
    assert "SUMMARY;LANGUAGE=en:Lifting sheets alone" in found
    assert "DTSTART:20991203T090000Z" in found
    assert not any(line.startswith("ATTENDEE") or "/room/" in line for line in found)


def test_nobody_learns_from_outside_how_many_are_registered(plan: Plan, register: Register) -> None:
    webinar = plan()
    paths = (
        f"/api/v1/public/webinars/{webinar.slug}?lang=de",
        "/api/v1/public/webinars?lang=de",
        "/webinars/?lang=de",
    )
    before = [page(path).content for path in paths]
    register(webinar)
    assert [page(path).content for path in paths] == before


@pytest.mark.parametrize("slug", ["nix", "a" * 300, "A", "%00", "..", "a%0d%0aSet-Cookie:x"])
def test_an_address_that_is_none_is_a_404_in_the_websites_frame(plan: Plan, slug: str) -> None:
    assert page(f"/webinars/{slug}/").status_code == 404
