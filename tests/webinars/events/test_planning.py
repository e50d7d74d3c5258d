"""Planning, changing, publishing and cancelling."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from hub.accounts.permissions import principal
from hub.contacts.models import HistoryEntry
from hub.errors import BadInput, Conflict, NotAllowed, NotFound
from hub.registry.streams import Principal
from hub.sites.models import Site
from tests.people import make_site, make_staff
from tests.webinars.events.conftest import Plan, Register, local
from webinars.errors import TimeSkipped, WebinarCancelled, WebinarOver
from webinars.models import Room, Webinar, WebinarMail
from webinars.services import planning

pytestmark = pytest.mark.django_db
TEXT = {"de": planning.Text("Bleche allein heben")}


def test_a_plan_is_a_draft_with_a_room_of_two_logs(plan: Plan) -> None:
    webinar = plan(published=False)
    assert webinar.state == "draft"
    assert webinar.slug == "bleche-allein-heben"
    assert (webinar.room.state, webinar.room.title) == ("planned", "Bleche allein heben")
    assert {webinar.room.public_log.audience, webinar.room.hosts_log.audience} == {
        "public",
        "hosts",
    }


def test_the_same_plan_sent_twice_is_planned_once(plan: Plan) -> None:
    own = uuid4()
    assert plan(published=False, webinar_id=own) == plan(published=False, webinar_id=own)
    assert (Webinar.objects.count(), Room.objects.count()) == (1, 1)


def test_two_webinars_of_one_title_have_two_addresses(plan: Plan) -> None:
    assert [plan().slug, plan().slug, plan().slug] == [
        "bleche-allein-heben",
        "bleche-allein-heben-2",
        "bleche-allein-heben-3",
    ]


@pytest.mark.parametrize("slug", ["Groß", "a b", "-a", "a" * 81, "../x", "a/b", "a\x00"])
def test_an_address_that_is_none_is_refused(plan: Plan, slug: str) -> None:
    with pytest.raises(BadInput) as refused:
        plan(slug=slug)
    assert refused.value.field == "slug"


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({}, "texts.de.title"),
        ({"en": planning.Text("Only English")}, "texts.de.title"),
        ({"de": planning.Text("  \x00 ")}, "texts.de.title"),
        ({"de": planning.Text("x" * 161)}, "texts.de.title"),
        ({"de": planning.Text("x", "y" * 2001)}, "texts.de.summary"),
        ({"de": planning.Text("x", "", [planning.Takeaway("y")] * 9)}, "texts.de.takeaways"),
        ({"de": planning.Text("x"), "xx": planning.Text("y")}, "texts"),
    ],
)
def test_a_text_that_does_not_fit_is_refused_at_its_field(
    plan: Plan, texts: dict[str, planning.Text], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        plan(texts=texts)
    assert refused.value.field == field
    assert not Webinar.objects.exists()


@pytest.mark.parametrize("minutes", [-1, 0, 4, 721, 10**9])
def test_a_length_that_is_none_is_refused(plan: Plan, minutes: int) -> None:
    with pytest.raises(BadInput) as refused:
        plan(duration_minutes=minutes)
    assert refused.value.field == "duration_minutes"


def test_a_time_that_the_zone_skips_is_refused(plan: Plan) -> None:
    with pytest.raises(TimeSkipped):
        plan(when=planning.When(local("2027-03-28T02:30"), "Europe/Berlin"))


def test_speakers_are_staff_with_their_faces_and_guests_by_name(plan: Plan, site: Site) -> None:
    staff = make_staff("Miriam Keller", "sales", site)
    staff.face, staff.title = "demo/faces/keller.svg", {"de": "Beratung"}
    staff.save()
    guest = planning.SpeakerIn(name="Petra Lang", title={"de": "Fertigung"})
    webinar = plan(speakers=[planning.SpeakerIn(staff=staff.id), guest])
    assert [(s.name, s.face, s.title) for s in webinar.speakers.all()] == [
        ("Miriam Keller", "demo/faces/keller.svg", {"de": "Beratung"}),
        ("Petra Lang", "", {"de": "Fertigung"}),
    ]


@pytest.mark.parametrize(
    "speaker",
    [
        planning.SpeakerIn(staff=uuid4()),
        planning.SpeakerIn(name=" "),
        planning.SpeakerIn(name="A", email="a@"),
        planning.SpeakerIn(name="A", title={"xx": "y"}),
        planning.SpeakerIn(name="x" * 121),
    ],
)
def test_a_speaker_who_is_nobody_is_refused(plan: Plan, speaker: planning.SpeakerIn) -> None:
    with pytest.raises(BadInput) as refused:
        plan(speakers=[planning.SpeakerIn(name="Petra Lang"), speaker])
    assert refused.value.field == "speakers.1"


def test_a_guest_with_an_address_gets_a_link_that_makes_them_a_speaker(
    plan: Plan, manager: Principal
) -> None:
    webinar = plan(speakers=[planning.SpeakerIn(name="Petra Lang", email="Lang@Lang.example")])
    assert [(r.email, r.role) for r in webinar.registrations.all()] == [
        ("lang@lang.example", "speaker")
    ]
    assert WebinarMail.objects.filter(kind="confirmation").count() == 1
    planning.change(who=manager, webinar_id=webinar.id, speakers=[])
    assert webinar.registrations.get().role == "attendee"


def test_a_new_time_raises_the_sequence_and_tells_everybody_once(
    plan: Plan, register: Register, manager: Principal
) -> None:
    webinar = plan()
    for n in range(3):
        register(webinar, f"person{n}@x.example")
    before = list(HistoryEntry.objects.filter(kind="registration").values_list("revision"))
    later = webinar.starts_at + timedelta(days=1)
    when = planning.When(later.replace(tzinfo=None), "UTC")
    changed = planning.change(who=manager, webinar_id=webinar.id, when=when)
    assert (changed.sequence, changed.starts_at) == (1, later)
    assert WebinarMail.objects.filter(kind="update", sequence=1).count() == 3
    reminders = WebinarMail.objects.filter(kind="reminder")
    assert {r.due_at for r in reminders} == {later - timedelta(hours=1)}
    assert reminders.count() == 3
    after = list(HistoryEntry.objects.filter(kind="registration").values_list("revision"))
    assert before != after


def test_two_changes_in_a_row_are_one_mail(
    plan: Plan, register: Register, manager: Principal
) -> None:
    webinar = plan()
    register(webinar)
    for minutes in (30, 60):
        planning.change(who=manager, webinar_id=webinar.id, duration_minutes=minutes)
    assert [(m.kind, m.sequence) for m in WebinarMail.objects.filter(kind="update")] == [
        ("update", 2)
    ]


def test_what_calendars_do_not_show_tells_nobody(
    plan: Plan, register: Register, manager: Principal
) -> None:
    webinar = plan()
    register(webinar)
    texts = {
        lang: planning.Text(text["title"], "Mehr dazu.") for lang, text in webinar.texts.items()
    }
    changed = planning.change(
        who=manager, webinar_id=webinar.id, texts=texts, may_speak="hosts", duration_minutes=45
    )
    assert changed.sequence == 0
    assert changed.room.may_speak == "hosts"
    assert not WebinarMail.objects.filter(kind="update").exists()


def test_a_draft_may_change_without_a_sequence_and_a_published_one_keeps_its_address(
    plan: Plan, manager: Principal
) -> None:
    draft = plan(published=False)
    changed = planning.change(who=manager, webinar_id=draft.id, slug="heben", duration_minutes=60)
    assert (changed.slug, changed.sequence) == ("heben", 0)
    planning.publish(who=manager, webinar_id=draft.id)
    with pytest.raises(BadInput):
        planning.change(who=manager, webinar_id=draft.id, slug="anders")


def test_what_is_over_is_not_published_and_not_moved_into_the_past(
    plan: Plan, manager: Principal
) -> None:
    past = plan(days=-1, published=False)
    with pytest.raises(WebinarOver):
        planning.publish(who=manager, webinar_id=past.id)
    coming = plan()
    with pytest.raises(BadInput) as refused:
        planning.change(
            who=manager,
            webinar_id=coming.id,
            when=planning.When(local("2020-01-01T10:00"), "Europe/Berlin"),
        )
    assert refused.value.field == "starts"


def test_cancelling_tells_everybody_and_nothing_else_goes_out(
    plan: Plan, register: Register, manager: Principal
) -> None:
    webinar = plan()
    register(webinar)
    planning.cancel(who=manager, webinar_id=webinar.id)
    planning.cancel(who=manager, webinar_id=webinar.id)
    assert [(m.kind, m.sequence) for m in WebinarMail.objects.all()] == [("cancellation", 1)]
    webinar.refresh_from_db()
    assert (webinar.state, webinar.room.state) == ("cancelled", "ended")
    with pytest.raises(WebinarCancelled):
        planning.change(who=manager, webinar_id=webinar.id, duration_minutes=60)
    with pytest.raises(WebinarCancelled):
        planning.publish(who=manager, webinar_id=webinar.id)


def test_what_is_live_is_ended_in_the_room_and_not_cancelled(
    plan: Plan, manager: Principal
) -> None:
    webinar = plan()
    Room.objects.filter(pk=webinar.room_id).update(state="live", live_at=timezone.now())
    with pytest.raises(Conflict):
        planning.cancel(who=manager, webinar_id=webinar.id)
    with pytest.raises(Conflict):
        planning.change(who=manager, webinar_id=webinar.id, duration_minutes=90)
    planning.change(who=manager, webinar_id=webinar.id, may_speak="hosts")


def test_only_who_may_plan_plans(plan: Plan, site: Site) -> None:
    webinar = plan()
    sales = principal(make_staff("Miriam Keller", "sales", site))
    with pytest.raises(NotAllowed):
        planning.cancel(who=sales, webinar_id=webinar.id)
    with pytest.raises(NotAllowed):
        plan(who=sales)
    elsewhere = principal(make_staff("Otto Fremd", "manager", make_site("other")))
    with pytest.raises(NotFound):
        planning.cancel(who=elsewhere, webinar_id=webinar.id)
