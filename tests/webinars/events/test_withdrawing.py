"""Withdrawing by the personal link, and coming back: one row, one calendar entry, one history."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from hub.contacts.models import HistoryEntry
from hub.contacts.services import erase
from hub.registry.history import history_kinds
from hub.registry.streams import Principal
from tests.webinars.events.conftest import Plan, Register, anybody
from webinars.models import JoinLink, Registration, Room, RoomParticipant, Webinar, WebinarMail
from webinars.selectors import registrations, webinars
from webinars.services import links, planning, registering, withdrawing
from webinars.services.admitting import admit

pytestmark = pytest.mark.django_db
API = "/api/v1/public/rooms"
LOOK, JOIN, WITHDRAW, AGAIN = (
    f"{API}/{name}" for name in ("look", "join", "withdraw", "register-again")
)


@pytest.fixture
def registration(plan: Plan, register: Register) -> Registration:
    return register(plan())


@pytest.fixture
def token(registration: Registration) -> str:
    return links.for_registration(registration)


def call(path: str, *, address: str = "203.0.113.5", **body: Any) -> Any:
    return anybody(address).call("POST", path, body)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def due() -> list[str]:
    """The kinds of mails that are still to be sent."""
    return sorted(WebinarMail.objects.filter(sent_at=None).values_list("kind", flat=True))


def test_who_withdraws_is_told_so_and_of_nothing_else_any_more(
    token: str, registration: Registration, manager: Principal
) -> None:
    answer = call(WITHDRAW, token=token, lang="en")
    assert answer.status_code == 200
    assert (answer.json()["withdrawn"], answer.json()["may_change"]) == (True, True)
    registration.refresh_from_db()
    assert registration.cancelled_at is not None
    assert due() == ["withdrawal"]
    webinar = registration.webinar
    later = (webinar.starts_at + timedelta(days=1)).replace(tzinfo=None)
    planning.change(who=manager, webinar_id=webinar.id, when=planning.When(later, "UTC"))
    planning.cancel(who=manager, webinar_id=webinar.id)
    assert due() == ["withdrawal"]


def test_the_console_counts_without_them_and_lists_them(
    token: str, registration: Registration, register: Register, manager: Principal
) -> None:
    webinar = registration.webinar
    register(webinar, "other@x.example")
    withdrawing.withdraw(token)
    detail = webinars.detail(manager, webinar.id, "de")
    assert (detail.registered, detail.mails_to) == (1, 1)
    rows = {row.email: row for row in registrations.rows(manager, webinar.id)}
    assert rows["other@x.example"].cancelled_at is None
    gone = rows["hoefler@lang.example"]
    assert gone.cancelled_at is not None
    table = b"".join(registrations.csv_lines([gone])).decode()
    assert f"{timezone.localtime(gone.cancelled_at):%Y-%m-%d %H:%M}" in table


def test_withdrawing_twice_is_withdrawing_once(token: str, registration: Registration) -> None:
    first, second = (call(WITHDRAW, token=token) for _ in range(2))
    assert first.json() == second.json()
    registration.refresh_from_db()
    assert registration.sequence == 1
    assert due() == ["withdrawal"]
    assert HistoryEntry.objects.get(kind="registration").revision == 2


def test_the_link_of_who_withdrew_says_so_and_lets_nobody_in(token: str) -> None:
    assert call(LOOK, token=token).json().get("withdrawn", False) is False
    withdrawing.withdraw(token)
    assert call(LOOK, token=token).json()["withdrawn"] is True
    for more in ({"as": "me"}, {"as": "other", "name": "Petra Lang"}):
        assert code(call(JOIN, token=token, **more)) == (409, "registration_withdrawn")
    assert not RoomParticipant.objects.exists()


def test_coming_back_by_the_link_is_the_same_registration(
    token: str, registration: Registration
) -> None:
    withdrawing.withdraw(token)
    answer = call(AGAIN, token=token)
    assert answer.status_code == 200
    assert answer.json().get("withdrawn", False) is False
    found = Registration.objects.get()
    assert (found.id, found.cancelled_at, found.sequence) == (registration.id, None, 2)
    # What was not sent yet of the withdrawal is not sent any more.
    assert due() == ["confirmation", "reminder"]
    assert call(JOIN, **{"token": token, "as": "me"}).status_code == 200


def test_coming_back_without_having_withdrawn_changes_nothing(
    token: str, registration: Registration
) -> None:
    assert call(AGAIN, token=token).status_code == 200
    registration.refresh_from_db()
    assert registration.sequence == 0
    assert HistoryEntry.objects.get(kind="registration").revision == 1


def test_registering_the_address_again_takes_the_withdrawal_back(
    token: str, registration: Registration, register: Register
) -> None:
    withdrawing.withdraw(token)
    webinar = registration.webinar
    again = register(webinar, "HOEFLER@lang.example", name="Somebody Else")
    found = Registration.objects.get()
    assert (found.id, found.name, found.cancelled_at) == (again.id, "Andreas Höfler", None)
    assert (found.sequence, due()) == (2, ["confirmation", "reminder"])
    assert links.for_registration(found) == token


def test_what_was_sent_before_comes_once_more_and_registers_nobody_again(
    plan: Plan, register: Register
) -> None:
    webinar, own = plan(), uuid4()
    register(webinar, id=own)
    withdrawing.withdraw(links.for_registration(Registration.objects.get()))
    register(webinar, id=own)  # a client that never saw the answer
    assert Registration.objects.get().cancelled_at is not None


def test_asking_for_the_link_again_brings_nobody_back(
    token: str, registration: Registration
) -> None:
    withdrawing.withdraw(token)
    registering.send_link_again(webinar_id=registration.webinar_id, email=registration.email)
    assert due() == ["withdrawal"]


def test_the_history_has_one_entry_with_a_higher_revision_each_time(
    token: str, registration: Registration
) -> None:
    kind = history_kinds["registration"]
    withdrawing.withdraw(token)
    entry = HistoryEntry.objects.get(kind="registration")
    registration.refresh_from_db()
    assert registration.cancelled_at is not None
    assert entry.revision == 2
    assert kind.payload(entry)["cancelled_at"] == registration.cancelled_at.isoformat()
    assert kind.title(entry, "en").startswith("Registration withdrawn: ")
    assert "Abgemeldet am " in kind.text(entry, "de")
    assert "Withdrawn on " in kind.text(entry, "en")
    withdrawing.take_back(token)
    entry = HistoryEntry.objects.get(kind="registration")
    assert (entry.revision, kind.payload(entry)["cancelled_at"]) == (3, None)
    assert "Withdrawn" not in kind.text(entry, "en") + kind.title(entry, "en")


def test_who_withdrew_came_back_and_attended_is_one_attendee(
    token: str, registration: Registration, manager: Principal
) -> None:
    withdrawing.withdraw(token)
    withdrawing.take_back(token)
    now = timezone.now()
    Room.objects.update(state=Room.State.LIVE, live_at=now)
    call(JOIN, **{"token": token, "as": "me"})
    participant = RoomParticipant.objects.get()
    participant.intervals.create(joined_at=now, seen_at=now)
    detail = webinars.detail(manager, registration.webinar_id, "de")
    assert (detail.registered, detail.attended) == (1, 1)
    (row,) = registrations.rows(manager, registration.webinar_id)
    assert (row.attended, row.cancelled_at) == (True, None)


@pytest.mark.parametrize("state", ["open", "live"])
def test_while_it_is_live_joining_comes_first(token: str, state: str) -> None:
    Room.objects.update(state=state, live_at=timezone.now())
    assert call(LOOK, token=token).json().get("may_change", False) is (state == "open")
    withdrawing.withdraw(token)
    assert call(LOOK, token=token).json()["may_change"] is True  # coming back is offered


def test_there_is_no_withdrawing_once_it_is_over(token: str, registration: Registration) -> None:
    withdrawing.withdraw(token)
    Webinar.objects.update(starts_at=timezone.now() - timedelta(hours=2))
    JoinLink.objects.update(expires_at=timezone.now() + timedelta(hours=20))
    assert call(LOOK, token=token).json().get("may_change", False) is False
    for path in (WITHDRAW, AGAIN):
        assert code(call(path, token=token)) == (409, "webinar_over")
    registration.refresh_from_db()
    assert registration.cancelled_at is not None


def test_nor_by_an_expired_revoked_or_cancelled_link(
    token: str, registration: Registration, manager: Principal
) -> None:
    JoinLink.objects.update(expires_at=timezone.now())
    assert code(call(WITHDRAW, token=token)) == (410, "link_expired")
    JoinLink.objects.update(
        expires_at=timezone.now() + timedelta(days=9), revoked_at=timezone.now()
    )
    assert code(call(WITHDRAW, token=token)) == (404, "link_unknown")
    JoinLink.objects.update(revoked_at=None)
    planning.cancel(who=manager, webinar_id=registration.webinar_id)
    for path in (WITHDRAW, AGAIN):
        assert code(call(path, token=token)) == (410, "webinar_cancelled")
    registration.refresh_from_db()
    assert registration.cancelled_at is None


def test_an_erased_person_is_not_brought_back(token: str, registration: Registration) -> None:
    withdrawing.withdraw(token)
    contact = registration.identity.contact_id
    assert contact is not None
    erase(contact_id=contact)
    assert code(call(AGAIN, token=token)) == (404, "link_unknown")
    assert not WebinarMail.objects.exists()


@pytest.mark.parametrize("forged", ["", "x", "A" * 43, "=" * 43, "ä" * 43, "\x00" * 43, "A" * 100])
def test_a_forged_link_withdraws_nobody(token: str, forged: str) -> None:
    for path in (WITHDRAW, AGAIN):
        assert code(call(path, token=forged)) == (404, "link_unknown")
    assert Registration.objects.get().cancelled_at is None


@pytest.mark.parametrize(
    "body",
    [{}, {"token": None}, {"token": ["x"]}, {"token": "x" * 101}, {"token": 7}, {"token": {}}],
)
def test_what_is_no_token_is_refused_at_its_field(body: dict[str, Any]) -> None:
    for path in (WITHDRAW, AGAIN):
        answer = call(path, **body)
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, "token")


def test_fetching_the_addresses_changes_nothing(token: str) -> None:
    browser = anybody()
    for path in (WITHDRAW, AGAIN):
        for address in (path, f"{path}?token={token}"):
            assert browser.get(address).status_code == 405
            browser.head(address)
    assert Registration.objects.get().cancelled_at is None
    assert due() == ["confirmation", "reminder"]


def test_a_link_is_good_for_so_many_mails_an_hour_from_wherever(token: str) -> None:
    paths = (WITHDRAW, AGAIN) * 7
    answers = [
        call(path, token=token, address=f"203.0.113.{n}").status_code
        for n, path in enumerate(paths)
    ]
    assert answers == [200] * 10 + [429] * 4


def test_a_flood_from_one_address_is_refused(token: str) -> None:
    answers = [call(WITHDRAW, token=f"{n:043d}").status_code for n in range(40)]
    assert set(answers[:30]) == {404}
    assert set(answers[30:]) == {429}
    assert call(WITHDRAW, token=token, address="203.0.113.6").status_code == 200


def test_a_speaker_and_a_meetings_guest_have_nothing_to_withdraw(
    plan: Plan, registration: Registration
) -> None:
    webinar = plan(speakers=[planning.SpeakerIn(name="Petra Lang", email="p@x.example")])
    speaks = links.for_registration(webinar.registrations.get())
    room = registration.webinar.room
    meets = links.issue(
        room=room,
        participant=admit(room=room, name="Guest", language="de"),
        expires_at=timezone.now() + timedelta(hours=1),
    )
    for one in (speaks, meets):
        assert call(LOOK, token=one).json().get("may_change", False) is False
        assert code(call(WITHDRAW, token=one)) == (409, "cannot_withdraw")
    assert not Registration.objects.exclude(cancelled_at=None).exists()


def test_who_is_asked_to_speak_after_withdrawing_gets_onto_the_stage(
    token: str, registration: Registration, manager: Principal
) -> None:
    withdrawing.withdraw(token)
    speaker = planning.SpeakerIn(name="Andreas Höfler", email=registration.email)
    planning.change(who=manager, webinar_id=registration.webinar_id, speakers=[speaker])
    assert call(JOIN, **{"token": token, "as": "me"}).json()["role"] == "speaker"


def test_who_was_put_out_withdraws_nothing(token: str) -> None:
    call(JOIN, **{"token": token, "as": "me"})
    RoomParticipant.objects.update(removed_at=timezone.now())
    assert code(call(WITHDRAW, token=token)) == (403, "removed")


def test_a_colleague_who_registered_at_the_door_and_withdrew_is_not_brought_back_by_their_tab(
    token: str,
) -> None:
    tab = {"token": token, "as": "other", "id": str(uuid4()), "name": "Petra Lang"}
    came = call(JOIN, **tab, email="petra@lang.example").json()
    own = links.for_registration(Registration.objects.get(source="room"))
    withdrawing.withdraw(own)
    # A tab that renews its session asks as it did before.
    answer = call(JOIN, **tab, email="petra@lang.example")
    assert code(answer) == (409, "registration_withdrawn")
    withdrawing.take_back(own)
    again = call(JOIN, **tab, email="petra@lang.example").json()
    assert again["participant"] == came["participant"]
    assert Registration.objects.count() == 2
