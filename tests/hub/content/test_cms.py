from collections.abc import Callable

from django.conf import settings
from wagtail.models import Page

from hub.accounts.models import RoleAssignment, Staff
from hub.content.models import ArticlePage, Passage
from tests.hub.accounts.conftest import (  # noqa: F401
    make_staff,
    quick_passwords,
    sign_in,
    site,
)
from tests.hub.browser import Browser
from tests.hub.content.conftest import Import

MakeStaff = Callable[..., Staff]


def test_the_cms_asks_for_the_hubs_own_sign_in(db: None) -> None:
    browser = Browser("staff")
    for path in ("/cms/", "/cms/pages/", "/cms/login/"):
        response = browser.get(path)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/sign-in?next=")


def test_whoever_may_edit_contents_gets_in_and_nobody_else(
    make_staff: MakeStaff,  # noqa: F811
    take_over: Import,
) -> None:
    take_over()
    make_staff("chef@example.com", "manager")
    make_staff("keller@example.com", "sales")
    assert sign_in("chef@example.com").get("/cms/").status_code == 200
    refused = sign_in("keller@example.com").get("/cms/")
    assert refused.status_code == 403
    assert "Inhalte" in refused.content.decode()


def test_a_role_that_was_taken_away_is_gone_at_the_next_click(
    make_staff: MakeStaff,  # noqa: F811
    take_over: Import,
) -> None:
    take_over()
    staff = make_staff("chef@example.com", "manager")
    browser = sign_in("chef@example.com")
    assert browser.get("/cms/").status_code == 200
    RoleAssignment.objects.filter(staff=staff).update(role="sales")
    assert browser.get("/cms/").status_code == 403
    assert not staff.groups.exists()


def test_an_editor_publishes_and_the_change_is_found_at_once(
    make_staff: MakeStaff,  # noqa: F811
    take_over: Import,
) -> None:
    take_over()
    make_staff("chef@example.com", "manager")
    browser = sign_in("chef@example.com")
    page = ArticlePage.objects.get(locale__language_code="de")
    form = browser.get(f"/cms/pages/{page.pk}/edit/")
    assert form.status_code == 200
    response = browser.post(
        f"/cms/pages/{page.pk}/edit/",
        {
            "title": page.title,
            "slug": page.slug,
            "teaser": "Neuer Anreißer.",
            "body": '{"entityMap": {}, "blocks": []}',
            "products-count": "0",
            "order": "0",
            "seo_title": "",
            "search_description": "",
            "action-publish": "1",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "csrfmiddlewaretoken": browser.cookies["__Host-csrf"].value,
        },
        headers={"origin": settings.STAFF_ORIGIN},
    )
    assert response.status_code == 302, response.content.decode()[:2000]
    assert Passage.objects.filter(page_id=page.pk, text="Neuer Anreißer.").exists()


def test_a_draft_is_neither_shown_nor_found(take_over: Import) -> None:
    take_over()
    page = ArticlePage.objects.get(locale__language_code="de")
    page.teaser = "Noch geheim."
    page.save_revision()
    assert not Passage.objects.filter(text__contains="geheim").exists()


def test_moving_a_section_moves_the_addresses_below_it(take_over: Import) -> None:
    take_over()
    section = Page.objects.get(slug="rat", locale__language_code="de").specific
    section.slug = "wissen"
    section.save_revision().publish()
    page = ArticlePage.objects.get(locale__language_code="de")
    assert page.public_path.endswith("/de/wissen/wartung/")
