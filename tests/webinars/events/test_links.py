"""Who opens a personal link, and what becomes of them: the table in docs/webinars.md."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from hub.contacts.models import Identity, MergeProposal
from hub.contacts.services import identify
from hub.realtime import tokens
from hub.registry.streams import Principal
from tests.webinars.events.conftest import Plan, Register, anybody
from webinars.models import JoinLink, Registration, Room, RoomParticipant, WebinarMail
from webinars.services import links, planning
from webinars.services.admitting import admit

pytestmark = pytest.mark.django_db
LOOK, JOIN = "/api/v1/public/rooms/look", "/api/v1/public/rooms/join"


@pytest.fixture
def registration(plan: Plan, register: Register) -> Registration:
    return register(plan(days=1 / 48), company="Lang Feinblech")


@pytest.fixture
def token(registration: Registration) -> str:
    return links.for_registration(registration)


def call(path: str, **body: Any) -> Any:
    return anybody().call("POST", path, body)


def other(token: str, **given: Any) -> Any:
    return call(JOIN, **{"token": token, "as": "other", "name": "Petra Lang", **given})


def rows() -> tuple[int, ...]:
    tables = (RoomParticipant, Registration, Identity, JoinLink, WebinarMail)
    return tuple(table.objects.count() for table in tables)


def test_a_scanner_that_fetches_and_looks_changes_nothing(token: str) -> None:
    before = rows()
    browser = anybody()
    for path in ("/room/", LOOK, JOIN):
        browser.get(path)
        browser.head(path)
    assert browser.get(LOOK).status_code == 405
    for _ in range(5):
        assert call(LOOK, token=token).status_code == 200
    assert rows() == before


def test_looking_tells_initials_and_the_room_and_nothing_else(
    token: str, registration: Registration
) -> None:
    answer = call(LOOK, token=token, lang="en")
    found = answer.json()
    assert found["initials"] == "A. H."
    assert found["title"] == "Lifting sheets alone"
    assert found["state"] == "planned"
    assert found["webinar"] == registration.webinar.slug
    for secret in ("Höfler", "Andreas", "lang.example", "Feinblech"):
        assert secret not in answer.content.decode()


def test_the_person_is_one_participant_on_every_device(
    token: str, registration: Registration
) -> None:
    answers = [call(JOIN, **{"token": token, "as": "me"}).json() for _ in range(3)]
    assert len({a["participant"] for a in answers}) == 1
    participant = RoomParticipant.objects.get()
    assert participant.registration_id == registration.id
    assert participant.identity_id == registration.identity_id
    assert (participant.name, participant.company) == ("Andreas Höfler", "Lang Feinblech")
    claims = tokens.read(answers[0]["token"])
    assert (claims.visitor, claims.site) == (participant.id, registration.webinar.site_id)


def test_a_colleague_is_a_participant_of_their_own_whom_nobody_knows_yet(
    token: str, registration: Registration
) -> None:
    call(JOIN, **{"token": token, "as": "me"})
    answer = other(token).json()
    colleague = RoomParticipant.objects.get(pk=answer["participant"])
    assert colleague.registration is None
    assert colleague.name == "Petra Lang"
    assert colleague.identity is not None
    assert colleague.identity.contact is None
    assert colleague.identity_id != registration.identity_id
    assert RoomParticipant.objects.count() == 2


def test_a_colleague_with_an_address_is_registered_with_a_link_of_their_own(
    token: str, registration: Registration
) -> None:
    answer = other(token, email="petra@lang.example", language="en").json()
    own = Registration.objects.get(email="petra@lang.example")
    assert own.source == "room"
    assert own.mails.filter(kind="confirmation").count() == 1
    assert own.identity.contact_id != registration.identity.contact_id
    assert not MergeProposal.objects.exists()
    # Their own link, later: still the same participant.
    later = call(JOIN, **{"token": links.for_registration(own), "as": "me"}).json()
    assert later["participant"] == answer["participant"]


def test_pressing_twice_lets_in_one(token: str) -> None:
    for email in ("", "petra@lang.example"):
        own = str(uuid4())
        twice = [other(token, id=own, email=email).json()["participant"] for _ in range(2)]
        assert twice[0] == twice[1]
    assert RoomParticipant.objects.count() == 2


def test_giving_the_address_of_somebody_who_is_registered_makes_nobody_them(
    token: str, registration: Registration, plan: Plan, register: Register
) -> None:
    boss = register(registration.webinar, "boss@lang.example", name="Die Chefin")
    WebinarMail.objects.filter(registration=boss).update(sent_at=timezone.now(), attempts=1)
    known, unknown = other(token, email="boss@lang.example"), other(token, email="new@x.example")
    assert known.status_code == unknown.status_code
    assert set(known.json()) == set(unknown.json())
    impostor = RoomParticipant.objects.get(pk=known.json()["participant"])
    assert impostor.registration is None
    assert impostor.identity is not None
    assert impostor.identity.contact_id not in (None, boss.identity.contact_id)
    assert MergeProposal.objects.count() == 1  # a person decides
    assert boss.mails.filter(kind="confirmation", number=1).exists()  # and the boss hears of it


def test_giving_a_known_customers_address_is_no_attendance_of_theirs(token: str) -> None:
    customer = identify(
        Identity.objects.create(kind="visitor", value=str(uuid4())), email="kunde@x.example"
    )
    answer = other(token, email="kunde@x.example").json()
    participant = RoomParticipant.objects.get(pk=answer["participant"])
    assert participant.identity is not None
    assert participant.identity.contact_id != customer.id
    assert Registration.objects.get(email="kunde@x.example").identity.contact_id == customer.id


def test_a_speakers_link_makes_no_speaker_of_a_colleague(plan: Plan) -> None:
    webinar = plan(speakers=[planning.SpeakerIn(name="Petra Lang", email="p@x.example")])
    token = links.for_registration(webinar.registrations.get())
    assert other(token).json()["role"] == "attendee"
    assert call(JOIN, **{"token": token, "as": "me"}).json()["role"] == "speaker"


@pytest.mark.parametrize(
    "forged", ["", "x", "A" * 43, "A" * 44, "=" * 43, "ä" * 43, "\x00" * 43, "A" * 100]
)
def test_a_forged_link_opens_nothing(token: str, forged: str) -> None:
    for path, more in ((LOOK, {}), (JOIN, {"as": "me"}), (JOIN, {"as": "other", "name": "Eve"})):
        answer = call(path, token=forged, **more)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "link_unknown")
    assert not RoomParticipant.objects.exists()


def test_who_tries_links_waits_and_good_ones_go_on(token: str) -> None:
    answers = [call(LOOK, token=f"{n:043d}").status_code for n in range(40)]
    assert set(answers[:30]) == {404}
    assert set(answers[30:]) == {429}
    assert call(LOOK, token=token).status_code == 200


def test_fifty_people_of_one_office_come_at_once(
    registration: Registration, register: Register
) -> None:
    tokens_ = [
        links.for_registration(register(registration.webinar, f"p{n}@x.example")) for n in range(50)
    ]
    answers = [call(JOIN, **{"token": one, "as": "me"}).status_code for one in tokens_]
    assert answers == [200] * 50


def test_a_link_ends_a_day_after_the_webinar_and_moves_with_it(
    token: str, registration: Registration, manager: Principal
) -> None:
    link = JoinLink.objects.get()
    ends = registration.webinar.starts_at + timedelta(minutes=45, days=1)
    assert link.expires_at == ends
    JoinLink.objects.update(expires_at=timezone.now())
    answer = call(JOIN, **{"token": token, "as": "me"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "link_expired")
    registration.refresh_from_db()
    assert links.for_registration(registration) == token
    assert JoinLink.objects.get().expires_at == ends


def test_a_cancelled_webinars_link_says_so(
    token: str, registration: Registration, manager: Principal
) -> None:
    planning.cancel(who=manager, webinar_id=registration.webinar_id)
    for path, more in ((LOOK, {}), (JOIN, {"as": "me"}), (JOIN, {"as": "other", "name": "Eve"})):
        answer = call(path, token=token, **more)
        assert (answer.status_code, answer.json()["error"]["code"]) == (410, "webinar_cancelled")


def test_who_was_put_out_stays_out_also_under_another_name(token: str) -> None:
    call(JOIN, **{"token": token, "as": "me"})
    RoomParticipant.objects.update(removed_at=timezone.now())
    for more in ({"as": "me"}, {"as": "other", "name": "Eve"}):
        answer = call(JOIN, token=token, **more)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "removed")


def test_a_meetings_link_is_its_participants(registration: Registration) -> None:
    room = registration.webinar.room
    Room.objects.filter(pk=room.pk).update(kind="meeting")
    guest = admit(room=room, name="Andreas Höfler", language="de")
    token = links.issue(
        room=room, participant=guest, expires_at=timezone.now() + timedelta(hours=1)
    )
    assert call(LOOK, token=token).json()["kind"] == "meeting"
    joined = call(JOIN, **{"token": token, "as": "me"}).json()
    assert joined["participant"] == str(guest.id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 100_000}, "name"),
        ({"name": "https://evil.example"}, "name"),
        ({"email": "eve@"}, "email"),
        ({"email": "x" * 100_000}, "email"),
        ({"id": "x"}, "id"),
        ({"as": "host"}, "as"),
        ({"token": "x" * 100_000}, "token"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    token: str, given: dict[str, str], field: str
) -> None:
    answer = other(**{"token": token, **given})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert not RoomParticipant.objects.exists()
