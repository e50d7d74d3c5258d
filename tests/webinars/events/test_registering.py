"""Registering: once an address, and nobody learns whether it was there before."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone, translation

from hub.contacts.models import Contact, HistoryEntry, Identity, MergeProposal
from hub.contacts.services import erase, identify
from hub.errors import BadInput
from hub.followup.models import Consent
from hub.registry.history import history_kinds
from tests.webinars.events.conftest import Plan, Register, anybody
from webinars.errors import UnknownWebinar, WebinarCancelled, WebinarOver
from webinars.models import JoinLink, Registration, Webinar, WebinarMail
from webinars.services import links, mailing, registering

pytestmark = pytest.mark.django_db


def sent(webinar: Webinar, **given: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "name": "Andreas Höfler",
        "email": "hoefler@lang.example",
        "language": "de",
        "time_zone": "Europe/Vienna",
        **given,
    }


def post(webinar: Webinar, body: dict[str, Any], *, address: str = "203.0.113.5") -> Any:
    path = f"/api/v1/public/webinars/{webinar.slug}/registrations"
    return anybody(address).call("POST", path, body)


def test_a_registration_is_stored_with_its_person_its_history_and_its_mails(plan: Plan) -> None:
    webinar = plan()
    answer = post(
        webinar,
        sent(
            webinar,
            referrer="https://www.google.com/search?q=secret",
            campaign="herbst",
            landing_page="https://haldner.example/webinars/?email=a@b",
        ),
    )
    assert (answer.status_code, answer.json()) == (202, {"registered": True})
    registration = Registration.objects.get()
    contact = registration.identity.contact
    assert contact is not None
    assert (contact.name, registration.identity.value) == ("Andreas Höfler", "hoefler@lang.example")
    assert (registration.time_zone, registration.source) == ("Europe/Vienna", "page")
    entry = HistoryEntry.objects.get(kind="registration")
    assert entry.origin == {
        "referrer": "https://www.google.com/search",
        "campaign": "herbst",
        "landing_page": "https://haldner.example/webinars/",
    }
    told = history_kinds["registration"].payload(entry)
    assert (told["email"], told["title"]) == ("hoefler@lang.example", "Bleche allein heben")
    json.dumps(told)
    assert sorted(WebinarMail.objects.values_list("kind", flat=True)) == [
        "confirmation",
        "reminder",
    ]


def test_sent_twice_it_is_stored_once(plan: Plan) -> None:
    webinar = plan()
    body = sent(webinar)
    assert post(webinar, body).json() == post(webinar, body).json()
    assert Registration.objects.count() == 1
    assert WebinarMail.objects.filter(kind="confirmation").count() == 1
    assert HistoryEntry.objects.filter(kind="registration").count() == 1


def test_the_answer_is_the_same_for_an_address_that_is_there_and_it_gets_its_link_again(
    plan: Plan,
) -> None:
    webinar = plan()
    first = post(webinar, sent(webinar))
    WebinarMail.objects.filter(kind="confirmation").update(sent_at=timezone.now(), attempts=1)
    again = post(webinar, sent(webinar, email="HOEFLER@lang.example", name="Somebody Else"))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert Registration.objects.get().name == "Andreas Höfler"
    assert list(
        WebinarMail.objects.filter(kind="confirmation").order_by("number").values_list("number")
    ) == [(0,), (1,)]


def test_asking_for_the_link_answers_the_same_whether_or_not_one_is_registered(
    plan: Plan, register: Register
) -> None:
    webinar = plan()
    register(webinar)
    WebinarMail.objects.filter(kind="confirmation").update(sent_at=timezone.now(), attempts=1)
    path = f"/api/v1/public/webinars/{webinar.slug}/link"
    browser = anybody()
    known = browser.call("POST", path, {"email": "hoefler@lang.example"})
    unknown = browser.call("POST", path, {"email": "nobody@lang.example"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert WebinarMail.objects.filter(kind="confirmation").count() == 2
    assert Registration.objects.count() == 1


def test_a_mailbox_is_not_flooded_from_anywhere(plan: Plan) -> None:
    webinar = plan()
    answers = [
        post(webinar, sent(webinar), address=f"203.0.113.{n}").status_code for n in range(10)
    ]
    assert answers == [202] * 6 + [429] * 4
    assert WebinarMail.objects.filter(kind="confirmation").count() <= mailing.AGAIN_MOST


def test_a_flood_from_one_address_is_refused(plan: Plan) -> None:
    webinar = plan()
    answers = [post(webinar, sent(webinar, email=f"p{n}@x.example")).status_code for n in range(40)]
    assert answers == [202] * 30 + [429] * 10


def test_one_mailbox_in_three_webinars_is_one_person(plan: Plan, register: Register) -> None:
    people = {register(plan()).identity.contact_id for _ in range(3)}
    assert len(people) == 1
    assert Contact.objects.count() == 1


def test_somebody_who_chatted_and_registers_on_the_page_is_one_person(
    plan: Plan, register: Register
) -> None:
    browser = Identity.objects.create(kind="visitor", value=str(uuid4()), source="chat")
    contact = identify(browser, email="hoefler@lang.example", name="Andreas Höfler")
    assert register(plan()).identity.contact_id == contact.id


def test_an_address_that_two_people_gave_goes_to_the_verified_one(
    plan: Plan, register: Register
) -> None:
    first, second = (
        identify(Identity.objects.create(kind="visitor", value=str(uuid4())), email="a@x.example")
        for _ in range(2)
    )
    second.identities.filter(kind="email").update(verified_at=timezone.now())
    assert register(plan(), "a@x.example").identity.contact_id == second.id
    assert MergeProposal.objects.count() == 1
    assert first.id != second.id


def test_consents_are_kept_as_they_were_worded_and_none_is_needed(plan: Plan) -> None:
    webinar = plan()
    asked = anybody().get(f"/api/v1/public/webinars/{webinar.slug}?lang=de").json()
    consents = [
        {"key": c["key"], "version": c["version"], "given": c["key"] == "newsletter"}
        for c in asked["consents"]
    ]
    assert len(consents) == 2
    assert post(webinar, sent(webinar, consents=consents)).status_code == 202
    assert {(c.text.key, c.text.version, c.given) for c in Consent.objects.all()} == {
        ("webinar_materials", 1, False),
        ("newsletter", 1, True),
    }
    assert post(webinar, sent(webinar, email="b@x.example")).status_code == 202


def test_a_consent_that_was_not_asked_for_is_refused(plan: Plan) -> None:
    webinar = plan()
    made_up = [{"key": "call", "version": 1, "given": True}]
    answer = post(webinar, sent(webinar, consents=made_up))
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "call")
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "a.hoefler"),
        ("email", "a.hoefler@"),
        ("email", "@lang.example"),
        ("email", "a@b@c.example"),
        ("email", "a@lang.example\r\nBcc: eve@evil.example"),
        ("email", "a@lang.example\x00"),
        ("email", "x" * 300 + "@lang.example"),
        ("email", "x" * 100_000),
        ("name", ""),
        ("name", " \x00\r\n\t "),
        ("name", "x" * 100_000),
        ("name", "Win at https://evil.example"),
        ("name", "<b>A</b>"),
        ("company", "x" * 100_000),
        ("id", "no uuid"),
        ("language", "x" * 100_000),
        ("time_zone", "x" * 100_000),
        ("consents", [{"key": "newsletter", "version": 2**40, "given": True}]),
        ("consents", "all"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(plan: Plan, field: str, value: Any) -> None:
    webinar = plan()
    answer = post(webinar, sent(webinar, **{field: value}))
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["field"] in (field, "version")
    assert error["message"]
    assert not Registration.objects.exists()


def test_a_name_in_two_lines_is_one_line(plan: Plan, register: Register) -> None:
    assert register(plan(), name="Andreas\r\nHöfler\x00").name == "Andreas Höfler"


def test_the_host_sees_the_company_of_somebody_who_is_known(plan: Plan, register: Register) -> None:
    browser = Identity.objects.create(kind="visitor", value=str(uuid4()), source="chat")
    identify(browser, email="hoefler@lang.example", company="Lang Feinblech")
    assert register(plan()).company == "Lang Feinblech"
    assert register(plan(), "b@x.example").company == ""


def test_an_odd_zone_turns_nobody_away(plan: Plan) -> None:
    webinar = plan()
    assert post(webinar, sent(webinar, time_zone="Etc/Unknown")).status_code == 202
    assert Registration.objects.get().time_zone == "Europe/Berlin"


def test_there_is_no_registering_for_a_draft_a_past_or_a_cancelled_one(
    plan: Plan, register: Register
) -> None:
    draft, gone, past = plan(published=False), plan(), plan()
    Webinar.objects.filter(pk=gone.pk).update(state="cancelled")
    Webinar.objects.filter(pk=past.pk).update(starts_at=timezone.now() - timedelta(days=1))
    for webinar, error in (
        (draft, UnknownWebinar),
        (gone, WebinarCancelled),
        (past, WebinarOver),
    ):
        with pytest.raises(error):
            register(webinar)
    assert post(draft, sent(draft)).status_code == 404


def test_who_registers_within_the_last_hour_is_not_reminded(plan: Plan, register: Register) -> None:
    register(plan(days=1 / 48))
    assert list(WebinarMail.objects.values_list("kind", flat=True)) == ["confirmation"]


def test_erasing_a_person_takes_name_address_link_and_mails_with_it(
    plan: Plan, register: Register
) -> None:
    registration = register(plan())
    links.for_registration(registration)
    contact: UUID | None = registration.identity.contact_id
    assert contact is not None
    erase(contact_id=contact)
    registration.refresh_from_db()
    assert (registration.name, registration.email, registration.company) == ("", "", "")
    assert "hoefler" not in registration.email_key
    assert registration.erased_at is not None
    assert not WebinarMail.objects.exists()
    assert JoinLink.objects.get().revoked_at is not None
    again = register(Webinar.objects.get())
    assert again.id != registration.id


def test_bad_input_says_in_the_readers_language_what_is_missing() -> None:
    for lang, said in (
        ("de", "Da fehlt noch etwas nach dem @."),
        ("en", "Something is still missing after the @."),
    ):
        with translation.override(lang):
            with pytest.raises(BadInput) as refused:
                registering.email_address("a.hoefler@")
            assert refused.value.message == said
