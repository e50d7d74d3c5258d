"""What stands in the demo's data files fits together before anything is seeded."""

import random
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import demo
from demo import catalogue
from demo.seed import plan, script
from demo.seed.people import everybody

ROOT = Path(demo.__file__).parent
COMPANY = tomllib.loads((ROOT / "company.toml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 24, 22, 50, tzinfo=UTC)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_site_points_at_things_that_exist(language: str) -> None:
    texts = COMPANY["site"]["texts"][language]
    section, slug = texts["privacy_url"].strip("/").split("/")[2:]
    page = next(a for a in catalogue.load().articles if a.slug == slug)
    assert page.section == section
    assert (ROOT / "site" / texts["mark"].replace("/static", "static", 1)).exists()
    assert len(texts["topics"]) == 4


def test_every_member_of_staff_has_a_face_and_every_text_two_languages() -> None:
    for member in COMPANY["staff"]:
        assert (ROOT / "static" / member["face"]).exists()
        assert set(member["title"]) == set(member["salutation"]) == {"de", "en"}
    for text in [*COMPANY["consent"], *COMPANY["prepared"]]:
        assert text["de"] and text["en"]


def test_all_people_are_invented_and_told_apart() -> None:
    people = everybody()
    assert len({p.email for p in people}) == len(people) >= 60
    assert all(p.email.endswith(".example") for p in people)
    assert all(p.phone == "" or p.phone.startswith("+4917139200") for p in people)
    numbers = [p.customer for p in people if p.customer]
    assert len(set(numbers)) == len(numbers)


def test_a_dialogue_names_products_and_pages_that_exist() -> None:
    texts = catalogue.load()
    skus, slugs = {p.sku for p in texts.products}, {a.slug for a in texts.articles}
    for dialogue in script.dialogues():
        assert dialogue.sku in skus or dialogue.article in slugs, dialogue.key
        for steps in dialogue.steps.values():
            assert {s.text for s in steps if s.what == "card"} <= skus
            assert {s.text for s in steps if s.what == "form"} <= {"offer", "contact"}
            assert steps[0].what == "v"
        shapes = [[step.what for step in steps] for steps in dialogue.steps.values()]
        assert shapes[0] == shapes[1] or dialogue.key == "spare-pads", dialogue.key


def test_a_line_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not a line"):
        script._steps("x: hello")


def test_the_plan_is_the_same_each_time_and_keeps_to_working_hours() -> None:
    first, second = (plan.talks(NOW, random.Random("haldner")) for _ in range(2))
    assert first == second
    assert len(first) == plan.TALKS
    for talk in first:
        local = talk.at.astimezone(plan.ZONE)
        assert talk.is_open or (local.isoweekday() < 6 and 8 <= local.hour < 17)
        assert talk.is_open or timedelta(0) < NOW - talk.at < timedelta(days=plan.DAYS + 1)


@pytest.mark.parametrize("hours", range(0, 24 * 9, 7))
def test_the_plan_works_at_any_moment(hours: int) -> None:
    """Weekends, nights, the change to summer time, New Year."""
    for start in (datetime(2025, 12, 28, tzinfo=UTC), datetime(2026, 3, 26, tzinfo=UTC)):
        now = start + timedelta(hours=hours)
        talks = plan.talks(now, random.Random("haldner"))
        assert all(talk.at < now for talk in talks)
        assert {talk.language for talk in talks} == {"de", "en"}
